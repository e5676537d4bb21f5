// One class of hardware.
import { z } from "zod";
import { defineQuery } from "#src/machine/query.ts";
import { requireHardware } from "../registering.ts";
import { hardwareSchema, nameSchema } from "../schemas.ts";
import { hardwareClasses } from "../tables.ts";

export const hardware = defineQuery({
  summary: "One class of hardware with its benchmark results.",
  readers: "public",
  params: z.strictObject({ hardware: nameSchema }),
  result: hardwareSchema,
  proves: ({ hardware: name }) => hardwareClasses.key(name),
  answer: ({ state }, { hardware: name }) => requireHardware(state, name),
});
