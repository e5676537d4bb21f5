// One bundle of certificates with its attributes: device, zone, carrier, intervals.
import { z } from "zod";
import { present } from "#src/core/assert.ts";
import { limits } from "#src/core/limits.ts";
import { timeMsSchema } from "#src/core/schemas.ts";
import { defineQuery } from "#src/machine/query.ts";
import { requireBundle } from "../bundles.ts";
import { requireDevice } from "../devices.ts";
import { lifeMs } from "../expiry.ts";
import { intervalSchema } from "../listing.ts";
import { endOfReadings, intervalsOf, intervalsWithin } from "../rules.ts";
import { bundleSchema, certificateIdSchema, deviceIdSchema, productionSchema, zoneIdSchema } from "../schemas.ts";
import { bundles, readings } from "../tables.ts";

export const bundle = defineQuery({
  summary: "One bundle of certificates: holder, state, zone, carrier, and the intervals in which it was generated.",
  params: z.strictObject({ device: deviceIdSchema, firstId: certificateIdSchema }),
  result: z.strictObject({
    bundle: bundleSchema,
    zone: zoneIdSchema,
    production: productionSchema,
    /** When its life ends, by the parameter in force. */
    expiresMs: timeMsSchema,
    intervals: z.array(intervalSchema).max(limits.recordIntervalsMax),
  }),
  proves: ({ device, firstId }) => bundles.key(device, firstId),
  answer({ state }, { device, firstId }) {
    const { zone, production } = requireDevice(state, device);
    const row = requireBundle(state, device, firstId);
    const record = present(readings.get(state, device, row.startMs), "a bundle was issued from a record");
    const intervals = intervalsWithin(intervalsOf(row.startMs, record), firstId, row.lastId);
    const expiresMs = endOfReadings(row.startMs, record) + lifeMs(state);
    return { bundle: row, zone, production: present(production, "generation names its carrier"), expiresMs, intervals };
  },
});
