// A bank repays before the end of a block does it, or more than what that would leave it.
import { z } from "zod";
import { amountSchema, currencySchema, positiveAmountSchema } from "#src/core/schemas.ts";
import { defineMessage } from "#src/machine/message.ts";
import { read as accounts } from "#src/modules/accounts/access.ts";
import { debtsOf } from "../debts.ts";
import { refusals } from "../refusals.ts";
import { repayDebts as repay } from "../repaying.ts";

export const repayDebts = defineMessage({
  summary: "Repays what the sender owes in a currency, the oldest debt first, from so much of its money at most.",
  actors: "anyone",
  schema: z.strictObject({ currency: currencySchema, amount: positiveAmountSchema }),
  result: z.strictObject({ taken: amountSchema }),
  work: 300,
  handle({ state, actor: account }, { currency, amount }) {
    accounts.requireCanSend(state, currency, account, amount);
    if (debtsOf(state, { currency, account }).length === 0) throw refusals.nothingOwed({ currency });

    return { taken: repay(state, { currency, account }, amount) };
  },
});
