// A member sets its own cap, and the most that it bears.
import { z } from "zod";
import { defineMessage } from "#src/machine/message.ts";
import { events } from "../events.ts";
import { putMembers, requireActive, requireCapAbove, requireCover, requireScheme } from "../membership.ts";
import { memberSchema, schemeNumberSchema } from "../schemas.ts";

export const setOwnTerms = defineMessage({
  summary: "Sets a member's own debit cap and its loss share: lower only as far as debits now do not need them.",
  actors: "anyone",
  schema: z.strictObject({
    scheme: schemeNumberSchema,
    ...memberSchema.pick({ ownCap: true, lossShareMost: true }).shape,
  }),
  work: 60,
  handle({ state, actor, emit }, { scheme, ownCap, lossShareMost }) {
    const row = requireScheme(state, scheme);
    const before = requireActive(state, scheme, actor);
    requireCapAbove(before, ownCap);
    const changes = [{ account: actor, before, after: { ...before, ownCap, lossShareMost } }];
    requireCover(row, changes);

    putMembers(state, scheme, changes);
    emit(events.ownTermsSet({ scheme, account: actor, ownCap, lossShareMost }));
  },
});
