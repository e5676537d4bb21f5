// One bundle of certificates with its attributes: device, zone, carrier, intervals.
import { z } from "zod";
import { limits } from "#src/core/limits.ts";
import { timeMsSchema } from "#src/core/schemas.ts";
import { defineQuery } from "#src/machine/query.ts";
import { party } from "#src/machine/readers.ts";
import { requireBundle } from "../bundles.ts";
import { requireDevice } from "../devices.ts";
import { lifeMs } from "../expiry.ts";
import { requireIssue } from "../issues.ts";
import { intervalSchema } from "../listing.ts";
import { intervalsWithin } from "../rules.ts";
import {
  bundleSchema,
  carbonIntensitySchema,
  certificateIdSchema,
  deviceIdSchema,
  productionSchema,
  zoneIdSchema,
} from "../schemas.ts";
import { bundles } from "../tables.ts";

export const bundle = defineQuery({
  summary: "One bundle of certificates: holder, state, zone, carrier, and the intervals in which it was generated.",
  readers: party("bundle.holder"),
  params: z.strictObject({ device: deviceIdSchema, firstId: certificateIdSchema }),
  result: z.strictObject({
    bundle: bundleSchema,
    zone: zoneIdSchema,
    /** Of generation; what a storage device discharges is made of what it was charged with. */
    production: productionSchema.optional(),
    gramsPerMwh: carbonIntensitySchema,
    /** When its life ends, by the parameter in force. */
    expiresMs: timeMsSchema,
    intervals: z.array(intervalSchema).max(limits.recordIntervalsMax),
  }),
  proves: ({ device, firstId }) => bundles.key(device, firstId),
  answer({ state }, { device, firstId }) {
    const { zone, production } = requireDevice(state, device);
    const row = requireBundle(state, device, firstId);
    const { endMs, gramsPerMwh, ...issue } = requireIssue(state, device, row.startMs);
    const intervals = intervalsWithin(issue.intervals, firstId, row.lastId);
    const about = { bundle: row, zone, gramsPerMwh, expiresMs: endMs + lifeMs(state), intervals };
    return production === undefined ? about : { ...about, production };
  },
});
