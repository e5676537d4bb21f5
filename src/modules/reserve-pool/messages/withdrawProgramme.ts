// The attestor takes back what it has attested.
import { z } from "zod";
import { accountSchema } from "#src/core/schemas.ts";
import { defineMessage } from "#src/machine/message.ts";
import { events } from "../events.ts";
import { requireAttested } from "../pooling.ts";
import { refusals } from "../refusals.ts";
import { poolNumberSchema } from "../schemas.ts";
import { members } from "../tables.ts";

export const withdrawProgramme = defineMessage({
  summary: "Takes back the attestation of a member's programme: draws beyond the de-linked part are not renewed.",
  actors: "anyone",
  schema: z.strictObject({ pool: poolNumberSchema, member: accountSchema }),
  work: 60,
  handle({ state, actor, emit }, { pool, member }) {
    const { programme, ...row } = requireAttested(state, pool, actor, member);
    if (programme === undefined) throw refusals.noProgramme({ member });

    members.put(state, pool, member, row);
    emit(events.programmeWithdrawn({ pool, member }));
  },
});
