// What an account has in a currency, keeps back, and waits to pay and to be paid.
import { z } from "zod";
import { accountSchema, amountSchema, countSchema, currencySchema } from "#src/core/schemas.ts";
import { defineQuery } from "#src/machine/query.ts";
import { party } from "#src/machine/readers.ts";
import { read as accounts } from "#src/modules/accounts/access.ts";
import { queueOf } from "../items.ts";
import { earmarksSchema } from "../schemas.ts";
import { earmarks, flows } from "../tables.ts";

export const position = defineQuery({
  summary: "What an account has in a currency, what it has earmarked, and what waits to leave it and to reach it.",
  readers: party("account"),
  params: z.strictObject({ currency: currencySchema, account: accountSchema }),
  result: z.strictObject({
    balance: amountSchema,
    earmarked: earmarksSchema,
    queuedOut: amountSchema,
    queuedIn: amountSchema,
    urgentItems: countSchema,
    normalItems: countSchema,
  }),
  answer({ state }, { currency, account }) {
    accounts.requireCurrency(state, currency);
    const { urgent, normal } = queueOf(state, { currency, account });
    const flow = flows.get(state, currency, account) ?? { out: 0n, in: 0n };
    return {
      balance: accounts.balance(state, currency, account),
      earmarked: earmarks.get(state, currency, account) ?? { direct: 0n, urgent: 0n },
      queuedOut: flow.out,
      queuedIn: flow.in,
      urgentItems: urgent.length,
      normalItems: normal.length,
    };
  },
});
