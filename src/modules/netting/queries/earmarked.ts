// What an account keeps back from its queued items.
import { z } from "zod";
import { accountSchema, currencySchema } from "#src/core/schemas.ts";
import { defineQuery } from "#src/machine/query.ts";
import { party } from "#src/machine/readers.ts";
import { read as accounts } from "#src/modules/accounts/access.ts";
import { earmarksSchema } from "../schemas.ts";
import { earmarks } from "../tables.ts";

export const earmarked = defineQuery({
  summary: "What queued items of an account leave on its balance in a currency.",
  readers: party("account"),
  params: z.strictObject({ currency: currencySchema, account: accountSchema }),
  result: earmarksSchema,
  proves: ({ currency, account }) => earmarks.key(currency, account),
  answer({ state }, { currency, account }) {
    accounts.requireCurrency(state, currency);
    return earmarks.get(state, currency, account) ?? { direct: 0n, urgent: 0n };
  },
});
