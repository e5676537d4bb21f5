// The owner of an empty account closes it, and its sponsor has the deposit back.
import { z } from "zod";
import { amountSchema } from "#src/core/schemas.ts";
import { defineMessage } from "#src/machine/message.ts";
import { anchoredCurrency, move, read } from "../access.ts";
import { depositsAccount } from "../books.ts";
import { events } from "../events.ts";
import { refusals } from "../refusals.ts";
import { accountRecords, balances, currencies, quotas, recoveries } from "../tables.ts";

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
    const depositReturned = record.depositMicroKdg ?? 0n;
    const { sponsor } = record;

    accountRecords.delete(state, actor);
    recoveries.delete(state, actor);
    quotas.delete(state, actor);
    // Without an open sponsor the deposit stays in the book of deposits.
    if (sponsor !== undefined && accountRecords.has(state, sponsor)) {
      move.giveBack(state, { currency: anchoredCurrency, from: depositsAccount, to: sponsor, amount: depositReturned });
    }
    emit(events.accountClosed({ account: actor, depositReturned }));
    return { depositReturned };
  },
});
