// The holder of a generator wants the certificates of its future records to be active, as without an instruction.
import { z } from "zod";
import { defineMessage } from "#src/machine/message.ts";
import { events } from "../events.ts";
import { refusals } from "../refusals.ts";
import { requireGeneratorOf } from "../reservations.ts";
import { deviceIdSchema } from "../schemas.ts";
import { instructions } from "../tables.ts";

export const revokeInstruction = defineMessage({
  summary:
    "Reserves the certificates of a device's future records no more; what is reserved stays so until its day is matched.",
  actors: "anyone",
  schema: z.strictObject({ device: deviceIdSchema }),
  work: 50,
  handle({ state, actor, emit }, { device }) {
    requireGeneratorOf(state, device, actor);
    if (!instructions.has(state, device)) throw refusals.notInstructed({ device });

    instructions.delete(state, device);
    emit(events.instructionRevoked({ device, by: actor }));
  },
});
