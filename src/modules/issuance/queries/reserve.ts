// The reserve: its account, and the partner currencies it takes.
import { z } from "zod";
import { accountSchema } from "#src/core/schemas.ts";
import { defineQuery } from "#src/machine/query.ts";
import { reserveAccount } from "../books.ts";
import { reserveCurrenciesSchema } from "../schemas.ts";
import { reserveCurrencies } from "../tables.ts";

export const reserve = defineQuery({
  summary: "The account that owns what covers the supply, and the partner currencies it takes.",
  readers: "public",
  params: z.strictObject({}),
  result: z.strictObject({ account: accountSchema, currencies: reserveCurrenciesSchema }),
  proves: () => reserveCurrencies.key(),
  answer: ({ state }) => ({ account: reserveAccount, currencies: reserveCurrencies.get(state) ?? [] }),
});
