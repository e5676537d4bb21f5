// A member that does nothing more leaves a scheme that is being closed, by the word of the operator or the issuer.
import { z } from "zod";
import { accountSchema } from "#src/core/schemas.ts";
import { defineMessage } from "#src/machine/message.ts";
import { read as accounts } from "#src/modules/accounts/access.ts";
import { depart, mayDepart, requireMember, requireScheme } from "../membership.ts";
import { refusals } from "../refusals.ts";
import { schemeNumberSchema } from "../schemas.ts";
import { debts } from "../tables.ts";

export const removeMember = defineMessage({
  summary:
    "Gives a member of a scheme that is being closed its collateral back: even, owing nothing, and no longer needed.",
  actors: "anyone",
  schema: z.strictObject({ scheme: schemeNumberSchema, account: accountSchema }),
  work: 200,
  handle({ state, actor }, { scheme, account }) {
    const row = requireScheme(state, scheme);
    const { issuer } = accounts.requireCurrency(state, row.currency);
    if (actor !== issuer && actor !== row.operator) throw refusals.notOperator({ scheme });
    if (row.status !== "closing") throw refusals.schemeOpen({ scheme });
    const before = requireMember(state, scheme, account);
    if (before.collateral > 0n) accounts.requireNotPaused(state, row.currency);
    const debt = debts.get(state, scheme, account);
    if (debt !== undefined) throw refusals.debtOpen({ debt: debt.amount });
    const mayGo = before.status === "invited" || mayDepart(row, { account, before });
    if (!mayGo) throw refusals.positionsOpen({ scheme });

    depart(state, scheme, { account, before });
  },
});
