// What one device metered, and what became of it.
import { z } from "zod";
import { present } from "#src/core/assert.ts";
import { defineQuery } from "#src/machine/query.ts";
import { requireDevice } from "../devices.ts";
import { deviceIdSchema, totalSchema } from "../schemas.ts";
import { deviceTotals } from "../tables.ts";

export const deviceTotal = defineQuery({
  summary: "What one device metered, what was issued for it, and in which states that is.",
  readers: "public",
  params: z.strictObject({ device: deviceIdSchema }),
  result: totalSchema,
  proves: ({ device }) => deviceTotals.key(device),
  answer({ state }, { device }) {
    requireDevice(state, device);
    return present(deviceTotals.get(state, device), "a device has a total");
  },
});
