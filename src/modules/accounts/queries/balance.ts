// What an account holds of a currency.
import { z } from "zod";
import { accountSchema, amountSchema, currencySchema, noteSchema } from "#src/core/schemas.ts";
import { defineQuery } from "#src/machine/query.ts";
import { party } from "#src/machine/readers.ts";
import { read } from "../access.ts";
import { balances } from "../tables.ts";

export const balance = defineQuery({
  summary: "What an account holds of a currency, in its smallest unit.",
  readers: party("account"),
  params: z.strictObject({ account: accountSchema, currency: currencySchema }),
  result: z.strictObject({
    value: amountSchema,
    decimals: z.int().min(0).max(18),
    frozenReference: noteSchema.optional(),
  }),
  proves: ({ account, currency }) => balances.key(currency, account),
  answer({ state }, { account, currency }) {
    const { decimals } = read.requireCurrency(state, currency);
    read.requireAccount(state, account);
    const row = balances.get(state, currency, account);
    const answer = { value: row?.amount ?? 0n, decimals };
    return row?.frozenReference === undefined ? answer : { ...answer, frozenReference: row.frozenReference };
  },
});
