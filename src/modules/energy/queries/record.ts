// One record of readings, interval by interval.
import { z } from "zod";
import { limits } from "#src/core/limits.ts";
import { timeMsSchema } from "#src/core/schemas.ts";
import { defineQuery } from "#src/machine/query.ts";
import { requireDevice } from "../devices.ts";
import { intervalSchema, listedReadings, listedReadingsSchema } from "../listing.ts";
import { refusals } from "../refusals.ts";
import { intervalsOf } from "../rules.ts";
import { deviceIdSchema } from "../schemas.ts";
import { readings } from "../tables.ts";

export const record = defineQuery({
  summary: "One record of a device's readings: what its meter signed, and the certificates of each interval.",
  readers: "public",
  params: z.strictObject({ device: deviceIdSchema, startMs: timeMsSchema }),
  result: z.strictObject({
    record: listedReadingsSchema,
    intervals: z.array(intervalSchema).max(limits.recordIntervalsMax),
  }),
  proves: ({ device, startMs }) => readings.key(device, startMs),
  answer({ state }, { device, startMs }) {
    requireDevice(state, device);
    const row = readings.get(state, device, startMs);
    if (row === undefined) throw refusals.unknownReadings({ device, startMs });
    return { record: listedReadings(startMs, row), intervals: intervalsOf(startMs, row) };
  },
});
