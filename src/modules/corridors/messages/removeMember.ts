// A corridor's operator takes a bank out of it.
import { z } from "zod";
import { accountSchema } from "#src/core/schemas.ts";
import { defineMessage } from "#src/machine/message.ts";
import { events } from "../events.ts";
import { refusals } from "../refusals.ts";
import { corridorIdSchema } from "../schemas.ts";
import { members } from "../tables.ts";
import { requireOperator } from "../zones.ts";

export const removeMember = defineMessage({
  summary: "Takes a bank out of a corridor, at once.",
  actors: "anyone",
  schema: z.strictObject({ corridor: corridorIdSchema, account: accountSchema }),
  work: 60,
  handle({ state, actor, emit }, { corridor, account }) {
    requireOperator(state, actor, corridor);
    if (!members.has(state, corridor, account)) throw refusals.notMember({ account });

    members.delete(state, corridor, account);
    emit(events.memberRemoved({ corridor, account }));
  },
});
