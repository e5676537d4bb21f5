// A corridor's operator says which attestations a payment must bring.
import { z } from "zod";
import { defineMessage } from "#src/machine/message.ts";
import { corridorIdSchema, read as corridors } from "#src/modules/corridors/access.ts";
import { events } from "../events.ts";
import { refusals } from "../refusals.ts";
import { requiredSchema } from "../schemas.ts";
import { required } from "../tables.ts";

export const setRequiredAttestations = defineMessage({
  summary: "Sets which attestations payments of a corridor must bring from now on; those prepared already keep theirs.",
  actors: "anyone",
  schema: z.strictObject({ corridor: corridorIdSchema, ...requiredSchema.shape }),
  work: 60,
  handle({ state, actor, emit }, { corridor, ...kinds }) {
    if (corridors.fee(state, corridor, 0n).operator !== actor) throw refusals.notOperator({ corridor });

    if (kinds.customer.length + kinds.interbank.length > 0) required.put(state, corridor, kinds);
    else required.delete(state, corridor);
    emit(events.requiredAttestationsSet({ corridor, ...kinds }));
  },
});
