// One device as it is registered.
import { z } from "zod";
import { defineQuery } from "#src/machine/query.ts";
import { requireDevice } from "../devices.ts";
import { deviceIdSchema, deviceSchema } from "../schemas.ts";
import { devices } from "../tables.ts";

export const device = defineQuery({
  summary: "One device: kind, zone, carrier and carbon intensity, nameplate, holder.",
  readers: "public",
  params: z.strictObject({ device: deviceIdSchema }),
  result: deviceSchema,
  proves: ({ device: name }) => devices.key(name),
  answer: ({ state }, { device: name }) => requireDevice(state, name),
});
