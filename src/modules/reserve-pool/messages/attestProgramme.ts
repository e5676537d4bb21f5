// The attestor says that a member follows a programme of adjustment.
import { z } from "zod";
import { accountSchema } from "#src/core/schemas.ts";
import { defineMessage } from "#src/machine/message.ts";
import { events } from "../events.ts";
import { requireAttested } from "../pooling.ts";
import { refusals } from "../refusals.ts";
import { poolNumberSchema, programmeSchema } from "../schemas.ts";
import { members } from "../tables.ts";

export const attestProgramme = defineMessage({
  summary: "Attests a member's programme until a time, by the hash of its document; replaces what was attested before.",
  actors: "anyone",
  schema: z.strictObject({ pool: poolNumberSchema, member: accountSchema, ...programmeSchema.shape }),
  work: 60,
  handle({ state, actor, emit }, { pool, member, untilMs, documentHash }) {
    const row = requireAttested(state, pool, actor, member);
    if (untilMs <= state.timeMs) throw refusals.programmeOver({ blockTimeMs: state.timeMs });

    members.put(state, pool, member, { ...row, programme: { untilMs, documentHash } });
    emit(events.programmeAttested({ pool, member, untilMs, documentHash }));
  },
});
