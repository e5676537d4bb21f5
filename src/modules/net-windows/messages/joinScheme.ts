// Who was invited into a scheme agrees to be a member, and to what.
import { z } from "zod";
import { defineMessage } from "#src/machine/message.ts";
import { tie } from "#src/modules/accounts/access.ts";
import { events } from "../events.ts";
import { putMembers, requireMember, requireOpenScheme } from "../membership.ts";
import { refusals } from "../refusals.ts";
import { memberSchema, schemeNumberSchema } from "../schemas.ts";

export const joinScheme = defineMessage({
  summary: "Joins a scheme, with a debit cap of one's own and the most to bear of a window's losses.",
  actors: "anyone",
  schema: z.strictObject({
    scheme: schemeNumberSchema,
    ...memberSchema.pick({ ownCap: true, lossShareMost: true }).shape,
  }),
  work: 60,
  handle({ state, actor, emit }, { scheme, ownCap, lossShareMost }) {
    requireOpenScheme(state, scheme);
    const before = requireMember(state, scheme, actor);
    if (before.status !== "invited") throw refusals.notInvited({ scheme });

    tie.add(state, actor);
    putMembers(state, scheme, [
      { account: actor, before, after: { ...before, status: "active", ownCap, lossShareMost } },
    ]);
    emit(events.memberJoined({ scheme, account: actor, ownCap, lossShareMost }));
  },
});
