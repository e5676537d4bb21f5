// What providers have set aside of a currency.
import { z } from "zod";
import { amountSchema, currencySchema } from "#src/core/schemas.ts";
import { defineQuery } from "#src/machine/query.ts";
import { reservedTotals } from "../tables.ts";

export const reserved = defineQuery({
  summary: "What providers have set aside of a currency for open quotes; zero where it is nothing.",
  readers: "public",
  params: z.strictObject({ currency: currencySchema }),
  result: z.strictObject({ amount: amountSchema }),
  proves: ({ currency }) => reservedTotals.key(currency),
  answer: ({ state }, { currency }) => ({ amount: reservedTotals.get(state, currency) ?? 0n }),
});
