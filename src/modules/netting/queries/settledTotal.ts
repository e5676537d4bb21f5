// What was ever settled in one currency, by the step that settled it.
import { z } from "zod";
import { currencySchema } from "#src/core/schemas.ts";
import { defineQuery } from "#src/machine/query.ts";
import { read as accounts } from "#src/modules/accounts/access.ts";
import { settledTotalSchema } from "../schemas.ts";
import { noSettledTotal } from "../settling.ts";
import { settledTotals } from "../tables.ts";

export const settledTotal = defineQuery({
  summary: "How many legs in one currency were ever settled, and how much, by the step that settled them.",
  readers: "public",
  params: z.strictObject({ currency: currencySchema }),
  result: settledTotalSchema,
  proves: ({ currency }) => settledTotals.key(currency),
  answer({ state }, { currency }) {
    accounts.requireCurrency(state, currency);
    return settledTotals.get(state, currency) ?? noSettledTotal;
  },
});
