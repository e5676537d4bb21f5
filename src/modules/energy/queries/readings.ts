// The readings of a device, record by record.
import { z } from "zod";
import { defineQuery, pageOf, pageParams, readPage } from "#src/machine/query.ts";
import { requireDevice } from "../devices.ts";
import { listedReadings, listedReadingsSchema } from "../listing.ts";
import { deviceIdSchema } from "../schemas.ts";
import { readings as rows } from "../tables.ts";

export const readings = defineQuery({
  summary: "The records of a device's readings, oldest first.",
  readers: "public",
  params: z.strictObject({ device: deviceIdSchema, ...pageParams }),
  result: pageOf(listedReadingsSchema),
  answer({ state }, { device, after, limit }) {
    requireDevice(state, device);
    return readPage(
      rows.scan(state, { within: [device], after }),
      limit,
      ({ parts, value }) => listedReadings(Number(parts[1]), value),
      ({ parts }) => parts[1] ?? "",
    );
  },
});
