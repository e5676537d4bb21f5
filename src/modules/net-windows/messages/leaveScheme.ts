// A member leaves, or who was invited declines.
import { z } from "zod";
import { defineMessage } from "#src/machine/message.ts";
import { tie } from "#src/modules/accounts/access.ts";
import { events } from "../events.ts";
import { payOutOfBook, putMembers, removeFromRoster, requireMember, requireScheme, slackAfter } from "../membership.ts";
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
  handle({ state, actor, emit }, { scheme }) {
    const row = requireScheme(state, scheme);
    const before = requireMember(state, scheme, actor);
    const { status, collateral, openPosition, closedPosition } = before;
    const debt = debts.get(state, scheme, actor);
    if (debt !== undefined) throw refusals.debtOpen({ debt: debt.amount });
    const change = { account: actor, before, after: undefined };
    const isEven = openPosition === 0n && closedPosition === 0n;
    const canLeave = status === "invited" || (isEven && slackAfter(row, [change]) >= 0n);
    if (!canLeave && status === "leaving") throw refusals.positionsOpen({ scheme });

    if (!canLeave) {
      putMembers(state, scheme, [{ ...change, after: { ...before, status: "leaving" } }]);
      emit(events.leaveAnnounced({ scheme, account: actor }));
      return { hasLeft: false };
    }
    putMembers(state, scheme, [change]);
    payOutOfBook(state, { currency: row.currency, account: actor, amount: collateral });
    if (status === "invited") emit(events.invitationEnded({ scheme, account: actor }));
    else {
      tie.remove(state, actor);
      emit(events.memberDeparted({ scheme, account: actor, collateralReturned: collateral }));
    }
    removeFromRoster(state, scheme, actor);
    return { hasLeft: true };
  },
});
