// How much of one currency waits.
import { z } from "zod";
import { currencySchema } from "#src/core/schemas.ts";
import { defineQuery } from "#src/machine/query.ts";
import { read as accounts } from "#src/modules/accounts/access.ts";
import { queuedTotalSchema } from "../schemas.ts";
import { queuedTotals } from "../tables.ts";

export const queuedTotal = defineQuery({
  summary: "How many legs in one currency wait in all queues, and how much they come to.",
  readers: "public",
  params: z.strictObject({ currency: currencySchema }),
  result: queuedTotalSchema,
  proves: ({ currency }) => queuedTotals.key(currency),
  answer({ state }, { currency }) {
    accounts.requireCurrency(state, currency);
    return queuedTotals.get(state, currency) ?? { legs: 0, amount: 0n };
  },
});
