// The owner ends a recovery that it did not want.
import { z } from "zod";
import { defineMessage } from "#src/machine/message.ts";
import { events } from "../events.ts";
import { refusals } from "../refusals.ts";
import { recoveries } from "../tables.ts";

export const cancelRecovery = defineMessage({
  summary: "Ends the recovery of the sender's own account.",
  actors: "anyone",
  schema: z.strictObject({}),
  work: 30,
  handle({ state, actor, emit }) {
    if (!recoveries.has(state, actor)) throw refusals.noRecovery({ account: actor });

    recoveries.delete(state, actor);
    emit(events.recoveryCancelled({ account: actor }));
  },
});
