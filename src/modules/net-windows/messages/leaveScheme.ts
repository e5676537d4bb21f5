// A member leaves, or who was invited declines.
import { z } from "zod";
import { defineMessage } from "#src/machine/message.ts";
import { read as accounts } from "#src/modules/accounts/access.ts";
import { announceLeave, depart, mayDepart, requireMember, requireScheme } from "../membership.ts";
import { refusals } from "../refusals.ts";
import { schemeNumberSchema } from "../schemas.ts";
import { debts } from "../tables.ts";

export const leaveScheme = defineMessage({
  summary:
    "Leaves a scheme with all collateral, or announces it while positions or others' debits still need the member.",
  actors: "anyone",
  schema: z.strictObject({ scheme: schemeNumberSchema }),
  result: z.strictObject({ hasLeft: z.boolean() }),
  work: 200,
  handle({ state, actor }, { scheme }) {
    const row = requireScheme(state, scheme);
    const before = requireMember(state, scheme, actor);
    const debt = debts.get(state, scheme, actor);
    if (debt !== undefined) throw refusals.debtOpen({ debt: debt.amount });
    // Collateral does not go back during a pause: a settlement may have brought it from others.
    const pause = before.collateral > 0n ? accounts.pause(state, row.currency) : undefined;
    if (pause !== undefined && before.status === "leaving") throw pause;
    const canLeave = before.status === "invited" || (pause === undefined && mayDepart(row, { account: actor, before }));
    if (!canLeave && before.status === "leaving") throw refusals.positionsOpen({ scheme });

    if (!canLeave) {
      announceLeave(state, scheme, { account: actor, before });
      return { hasLeft: false };
    }
    depart(state, scheme, { account: actor, before });
    return { hasLeft: true };
  },
});
