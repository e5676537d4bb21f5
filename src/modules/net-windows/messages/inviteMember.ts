// The operator of a scheme invites a member.
import { z } from "zod";
import { limits } from "#src/core/limits.ts";
import { accountSchema } from "#src/core/schemas.ts";
import { defineMessage } from "#src/machine/message.ts";
import { read as accounts } from "#src/modules/accounts/access.ts";
import { events } from "../events.ts";
import { putMembers, requireOpenScheme } from "../membership.ts";
import { refusals } from "../refusals.ts";
import { limitSchema, type Member, schemeNumberSchema } from "../schemas.ts";
import { members, rosters } from "../tables.ts";

export const inviteMember = defineMessage({
  summary: "Invites an account into a scheme with a debit cap; it is a member once it joins.",
  actors: "anyone",
  schema: z.strictObject({ scheme: schemeNumberSchema, account: accountSchema, operatorCap: limitSchema }),
  work: 60,
  handle({ state, actor, emit }, { scheme, account, operatorCap }) {
    if (requireOpenScheme(state, scheme).operator !== actor) throw refusals.notOperator({ scheme });
    accounts.requireCanHold(state, account);
    if (members.has(state, scheme, account)) throw refusals.memberKnown({ account });
    const roster = rosters.get(state, scheme) ?? [];
    const most = limits.netMembersMax;
    if (roster.length >= most) throw refusals.schemeFull({ most });

    rosters.put(state, scheme, [...roster, account]);
    const nothing = { ownCap: 0n, lossShareMost: 0n, collateral: 0n, openPosition: 0n, closedPosition: 0n };
    const after: Member = { status: "invited", operatorCap, ...nothing };
    putMembers(state, scheme, [{ account, before: undefined, after }]);
    emit(events.memberInvited({ scheme, account, operatorCap }));
  },
});
