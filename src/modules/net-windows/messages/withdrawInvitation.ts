// The operator takes back an invitation that was not accepted yet.
import { z } from "zod";
import { accountSchema } from "#src/core/schemas.ts";
import { defineMessage } from "#src/machine/message.ts";
import { events } from "../events.ts";
import { putMembers, removeFromRoster, requireMember, requireScheme } from "../membership.ts";
import { refusals } from "../refusals.ts";
import { schemeNumberSchema } from "../schemas.ts";

export const withdrawInvitation = defineMessage({
  summary: "Takes back an invitation into a scheme that has not been accepted.",
  actors: "anyone",
  schema: z.strictObject({ scheme: schemeNumberSchema, account: accountSchema }),
  work: 200,
  handle({ state, actor, emit }, { scheme, account }) {
    if (requireScheme(state, scheme).operator !== actor) throw refusals.notOperator({ scheme });
    const before = requireMember(state, scheme, account);
    if (before.status !== "invited") throw refusals.alreadyJoined({ account });

    putMembers(state, scheme, [{ account, before, after: undefined }]);
    emit(events.invitationEnded({ scheme, account }));
    removeFromRoster(state, scheme, account);
  },
});
