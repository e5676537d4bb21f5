// The line of one bank.
import { z } from "zod";
import { accountSchema, currencySchema } from "#src/core/schemas.ts";
import { defineQuery } from "#src/machine/query.ts";
import { party } from "#src/machine/readers.ts";
import { refusals } from "../refusals.ts";
import { lineSchema } from "../schemas.ts";
import { lines } from "../tables.ts";

export const line = defineQuery({
  summary: "What a bank may draw in a currency, on which terms, and what it has drawn.",
  readers: party("account"),
  params: z.strictObject({ currency: currencySchema, account: accountSchema }),
  result: lineSchema,
  proves: ({ currency, account }) => lines.key(currency, account),
  answer({ state }, { currency, account }) {
    const row = lines.get(state, currency, account);
    if (row === undefined) throw refusals.unknownLine({ currency, bank: account });
    return row;
  },
});
