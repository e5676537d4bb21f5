// The meter of a device: where its next record has to begin.
import { z } from "zod";
import { defineQuery } from "#src/machine/query.ts";
import { requireMeter } from "../devices.ts";
import { deviceIdSchema, meterSchema } from "../schemas.ts";
import { meters } from "../tables.ts";

export const meter = defineQuery({
  summary: "The meter of a device: its key, and when and at which register its next record begins.",
  readers: "public",
  params: z.strictObject({ device: deviceIdSchema }),
  result: meterSchema,
  proves: ({ device }) => meters.key(device),
  answer: ({ state }, { device }) => requireMeter(state, device),
});
