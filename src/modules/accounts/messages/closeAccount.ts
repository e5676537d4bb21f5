// The owner of an empty account closes it, and its sponsor has the deposit back.
import { z } from "zod";
import { amountSchema } from "#src/core/schemas.ts";
import { defineMessage } from "#src/machine/message.ts";
import { anchoredCurrency, move, read } from "../access.ts";
import { depositsAccount } from "../books.ts";
import { events } from "../events.ts";
import { refusals } from "../refusals.ts";
import { accountRecords, balances, currencies, quotas, recoveries, releases, ties } from "../tables.ts";

export const closeAccount = defineMessage({
  summary: "Closes the sender's account, which must hold nothing; the deposit returns to the sponsor.",
  actors: "anyone",
  schema: z.strictObject({}),
  result: z.strictObject({ depositReturned: amountSchema }),
  work: 200,
  handle({ state, actor, emit }) {
    const record = accountRecords.get(state, actor);
    if (record === undefined) throw refusals.unknownAccount({ account: actor });
    for (const currency of read.currencyCodes(state)) {
      if (balances.has(state, currency, actor)) throw refusals.accountNotEmpty({ currency });
      if (currencies.get(state, currency)?.issuer === actor) throw refusals.issuerAccount({ currency });
    }
    const things = ties.get(state, actor) ?? 0;
    if (things > 0) throw refusals.accountTied({ things });
    const { sponsor, depositMicroKdg = 0n } = record;
    // Without an open sponsor the deposit stays in the book of deposits.
    const heir = sponsor !== undefined && sponsor !== actor && accountRecords.has(state, sponsor) ? sponsor : undefined;
    const depositReturned = heir === undefined ? 0n : depositMicroKdg;

    accountRecords.delete(state, actor);
    recoveries.delete(state, actor);
    quotas.delete(state, actor);
    for (const currency of read.currencyCodes(state)) releases.delete(state, currency, actor);
    if (heir !== undefined) {
      move.giveBack(state, { currency: anchoredCurrency, from: depositsAccount, to: heir, amount: depositReturned });
    }
    emit(events.accountClosed({ account: actor, depositReturned }));
    return { depositReturned };
  },
});
