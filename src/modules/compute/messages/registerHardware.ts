// The certifier names a class of hardware, measured by the benchmarks of its reference.
import { z } from "zod";
import { defineMessage } from "#src/machine/message.ts";
import { read as authority } from "#src/modules/authority/access.ts";
import { events } from "../events.ts";
import { registerNewHardware } from "../registering.ts";
import { hardwareSchema, nameSchema } from "../schemas.ts";

export const registerHardware = defineMessage({
  summary: "Registers a class of hardware with its benchmark results, their power, and the carbon of its making.",
  actors: ["compute-certifier"],
  schema: z.strictObject({ hardware: nameSchema, ...hardwareSchema.shape }),
  work: 80,
  handle({ state, actor, emit }, { hardware, ...content }) {
    authority.requireRole(state, actor, "compute-certifier");

    registerNewHardware(state, hardware, content);
    emit(events.hardwareRegistered({ hardware, ...content, by: actor }));
  },
});
