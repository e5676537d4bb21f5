// Releases what providers had set aside for expired quotes at the end of each block, a bounded number of them.
import { limits } from "#src/core/limits.ts";
import type { BlockWork } from "#src/machine/module.ts";
import { events } from "./events.ts";
import { releaseQuote } from "./quoting.ts";
import { expiries, quotes } from "./tables.ts";

export const blocks: BlockWork = {
  end(state) {
    for (const number of expiries.takeDue(state, limits.dueItemsPerBlockMax)) {
      const quote = quotes.get(state, number);
      // One expiry decides for all legs: of a quote bound to a payment it is the payment's.
      if (quote === undefined || quote.boundTo !== undefined) continue;
      const { payer } = releaseQuote(state, number);
      state.emit(events.quoteLapsed({ number, payer }));
    }
  },
};
