// A suspended member pays those who bore its losses.
import { z } from "zod";
import { amountSchema, positiveAmountSchema } from "#src/core/schemas.ts";
import { defineMessage } from "#src/machine/message.ts";
import { repay } from "../debts.ts";
import { payIntoBook, requireScheme } from "../membership.ts";
import { refusals } from "../refusals.ts";
import { schemeNumberSchema } from "../schemas.ts";
import { debts } from "../tables.ts";

export const repayDebt = defineMessage({
  summary: "Repays those who bore the sender's losses, in proportion; with the last of it the suspension ends.",
  actors: "anyone",
  schema: z.strictObject({ scheme: schemeNumberSchema, amount: positiveAmountSchema }),
  result: z.strictObject({ debt: amountSchema }),
  work: 500,
  handle({ state, actor }, { scheme, amount }) {
    const { currency } = requireScheme(state, scheme);
    const debt = debts.get(state, scheme, actor);
    if (debt === undefined) throw refusals.noDebt({ account: actor });
    if (amount > debt.amount) throw refusals.debtSmaller({ debt: debt.amount });

    payIntoBook(state, { currency, account: actor, amount });
    repay(state, { scheme, debtor: actor, amount }, debt);
    return { debt: debt.amount - amount };
  },
});
