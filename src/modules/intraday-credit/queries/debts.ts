// What one bank owes.
import { z } from "zod";
import { accountSchema, currencySchema } from "#src/core/schemas.ts";
import { defineQuery } from "#src/machine/query.ts";
import { party } from "#src/machine/readers.ts";
import { debtsOf } from "../debts.ts";
import { debtsSchema } from "../schemas.ts";
import { debts as table } from "../tables.ts";

export const debts = defineQuery({
  summary: "What a bank owes in a currency, the oldest debt first; those on swap lines by line and draw.",
  readers: party("account"),
  params: z.strictObject({ currency: currencySchema, account: accountSchema }),
  result: z.strictObject({ debts: debtsSchema }),
  proves: ({ currency, account }) => table.key(currency, account),
  answer: ({ state }, place) => ({ debts: [...debtsOf(state, place)] }),
});
