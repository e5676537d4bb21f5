// The limits that an account has set in a currency.
import { z } from "zod";
import { accountSchema, currencySchema } from "#src/core/schemas.ts";
import { defineQuery } from "#src/machine/query.ts";
import { party } from "#src/machine/readers.ts";
import { read as accounts } from "#src/modules/accounts/access.ts";
import { limitsOf } from "../limiting.ts";
import { limitsSchema } from "../schemas.ts";
import { payerLimits as rows } from "../tables.ts";

export const payerLimits = defineQuery({
  summary: "The limits that an account has set in a currency, and how much of each is used.",
  readers: party("account"),
  params: z.strictObject({ currency: currencySchema, account: accountSchema }),
  result: limitsSchema,
  proves: ({ currency, account }) => rows.key(currency, account),
  answer({ state }, { currency, account }) {
    accounts.requireCurrency(state, currency);
    return limitsOf(state, currency, account);
  },
});
