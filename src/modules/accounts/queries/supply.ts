// How much of a currency there is.
import { z } from "zod";
import { amountSchema, currencySchema } from "#src/core/schemas.ts";
import { defineQuery } from "#src/machine/query.ts";
import { read } from "../access.ts";
import { supplies } from "../tables.ts";

export const supply = defineQuery({
  summary: "How much of a currency there is, in its smallest unit.",
  readers: "public",
  params: z.strictObject({ currency: currencySchema }),
  result: z.strictObject({ value: amountSchema, decimals: z.int().min(0).max(18) }),
  proves: ({ currency }) => supplies.key(currency),
  answer({ state }, { currency }) {
    const { decimals } = read.requireCurrency(state, currency);
    return { value: read.supply(state, currency), decimals };
  },
});
