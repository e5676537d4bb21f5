// A bank says which payments of a corridor it accepts at once.
import { z } from "zod";
import { defineMessage } from "#src/machine/message.ts";
import { corridorIdSchema, read as corridors } from "#src/modules/corridors/access.ts";
import { events } from "../events.ts";
import { refusals } from "../refusals.ts";
import { standingSchema } from "../schemas.ts";
import { standings } from "../tables.ts";

export const setStandingAcceptance = defineMessage({
  summary: "Declares which payments of a corridor a bank accepts at once: they settle when they are prepared.",
  actors: "anyone",
  schema: z.strictObject({ corridor: corridorIdSchema, ...standingSchema.shape }),
  work: 60,
  handle({ state, actor, emit }, { corridor, ...standing }) {
    const isOn = standing.customer || standing.interbank;
    // Who has left a corridor may still take back what it said: else the word would hold when it is admitted again.
    if (isOn && !corridors.isMember(state, corridor, actor)) throw refusals.notMember({ corridor });

    if (isOn) standings.put(state, actor, corridor, standing);
    else standings.delete(state, actor, corridor);
    emit(events.standingAcceptanceSet({ account: actor, corridor, ...standing }));
  },
});
