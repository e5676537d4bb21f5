// The operator sets how much debit a member may have.
import { z } from "zod";
import { accountSchema } from "#src/core/schemas.ts";
import { defineMessage } from "#src/machine/message.ts";
import { events } from "../events.ts";
import { putMembers, requireCapAbove, requireMember, requireScheme } from "../membership.ts";
import { refusals } from "../refusals.ts";
import { limitSchema, schemeNumberSchema } from "../schemas.ts";

export const setMemberCap = defineMessage({
  summary: "Sets the operator's debit cap of a member: at once, and never below the debit that it has.",
  actors: "anyone",
  schema: z.strictObject({ scheme: schemeNumberSchema, account: accountSchema, operatorCap: limitSchema }),
  work: 60,
  handle({ state, actor, emit }, { scheme, account, operatorCap }) {
    if (requireScheme(state, scheme).operator !== actor) throw refusals.notOperator({ scheme });
    const before = requireMember(state, scheme, account);
    requireCapAbove(before, operatorCap);

    putMembers(state, scheme, [{ account, before, after: { ...before, operatorCap } }]);
    emit(events.memberCapSet({ scheme, account, operatorCap }));
  },
});
