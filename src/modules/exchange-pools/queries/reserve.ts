// What all pools have of a currency.
import { z } from "zod";
import { amountSchema, currencySchema } from "#src/core/schemas.ts";
import { defineQuery } from "#src/machine/query.ts";
import { reserveTotals } from "../tables.ts";

export const reserve = defineQuery({
  summary: "What all pools together have of a currency; zero where it is nothing.",
  readers: "public",
  params: z.strictObject({ currency: currencySchema }),
  result: z.strictObject({ amount: amountSchema }),
  proves: ({ currency }) => reserveTotals.key(currency),
  answer: ({ state }, { currency }) => ({ amount: reserveTotals.get(state, currency) ?? 0n }),
});
