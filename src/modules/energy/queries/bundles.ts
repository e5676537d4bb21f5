// The bundles of a device, in the order of their certificates.
import { z } from "zod";
import { defineQuery, pageOf, pageParams, readPage } from "#src/machine/query.ts";
import { requireDevice } from "../devices.ts";
import { listedBundle, listedBundleSchema } from "../listing.ts";
import { deviceIdSchema } from "../schemas.ts";
import { bundles as rows } from "../tables.ts";

export const bundles = defineQuery({
  summary: "All bundles of certificates of a device, in the order of their ids: they tile what was ever issued for it.",
  readers: "supervisor",
  params: z.strictObject({ device: deviceIdSchema, ...pageParams }),
  result: pageOf(listedBundleSchema),
  answer({ state }, { device, after, limit }) {
    requireDevice(state, device);
    return readPage(
      rows.scan(state, { within: [device], after }),
      limit,
      ({ parts, value }) => listedBundle(device, Number(parts[1]), value),
      ({ parts }) => parts[1] ?? "",
    );
  },
});
