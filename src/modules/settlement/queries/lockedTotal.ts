// How much of one currency is locked.
import { z } from "zod";
import { amountSchema, currencySchema } from "#src/core/schemas.ts";
import { defineQuery } from "#src/machine/query.ts";
import { read as accounts } from "#src/modules/accounts/access.ts";
import { lockedTotals } from "../tables.ts";

export const lockedTotal = defineQuery({
  summary: "The sum of all open locks of one currency.",
  readers: "public",
  params: z.strictObject({ currency: currencySchema }),
  result: z.strictObject({ value: amountSchema }),
  proves: ({ currency }) => lockedTotals.key(currency),
  answer({ state }, { currency }) {
    accounts.requireCurrency(state, currency);
    return { value: lockedTotals.get(state, currency) ?? 0n };
  },
});
