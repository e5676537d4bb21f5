// What is locked of a currency for open payments.
import { z } from "zod";
import { amountSchema, currencySchema } from "#src/core/schemas.ts";
import { defineQuery } from "#src/machine/query.ts";
import { lockedTotals } from "../tables.ts";

export const locked = defineQuery({
  summary: "What payers have locked of a currency for open payments, with fees; zero where it is nothing.",
  readers: "public",
  params: z.strictObject({ currency: currencySchema }),
  result: z.strictObject({ amount: amountSchema }),
  proves: ({ currency }) => lockedTotals.key(currency),
  answer: ({ state }, { currency }) => ({ amount: lockedTotals.get(state, currency) ?? 0n }),
});
