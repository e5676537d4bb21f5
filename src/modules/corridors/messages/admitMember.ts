// A corridor's operator admits a bank to it.
import { z } from "zod";
import { accountSchema } from "#src/core/schemas.ts";
import { defineMessage } from "#src/machine/message.ts";
import { events } from "../events.ts";
import { refusals } from "../refusals.ts";
import { corridorIdSchema } from "../schemas.ts";
import { homes, members } from "../tables.ts";
import { requireOperator } from "../zones.ts";

export const admitMember = defineMessage({
  summary: "Admits a bank to a corridor; its zones decide apart from that which currencies it may use.",
  actors: "anyone",
  schema: z.strictObject({ corridor: corridorIdSchema, account: accountSchema }),
  work: 80,
  handle({ state, actor, emit }, { corridor, account }) {
    requireOperator(state, actor, corridor);
    if (members.has(state, corridor, account)) throw refusals.memberKnown({ account });
    if (!homes.has(state, account)) throw refusals.homeMissing({ account });

    members.put(state, corridor, account, {});
    emit(events.memberAdmitted({ corridor, account }));
  },
});
