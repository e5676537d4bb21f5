// Releases what providers had set aside for expired quotes at the end of each block, a bounded number of them.
import { limits } from "#src/core/limits.ts";
import type { BlockWork } from "#src/machine/module.ts";
import { events } from "./events.ts";
import { releaseQuote } from "./quoting.ts";
import { expiries, quotes } from "./tables.ts";

export const blocks: BlockWork = {
  end(state) {
    for (const number of expiries.takeDue(state, limits.dueItemsPerBlockMax)) {
      if (!quotes.has(state, number)) continue;
      const { payer } = releaseQuote(state, number);
      state.emit(events.quoteLapsed({ number, payer }));
    }
  },
};
