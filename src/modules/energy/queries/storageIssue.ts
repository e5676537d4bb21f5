// The certificates issued for one hour of discharge, and the charged hours that they go back to.
import { z } from "zod";
import { timeMsSchema } from "#src/core/schemas.ts";
import { defineQuery } from "#src/machine/query.ts";
import { requireDevice } from "../devices.ts";
import { refusals } from "../refusals.ts";
import { deviceIdSchema } from "../schemas.ts";
import { storageIssueSchema } from "../storage/schemas.ts";
import { storageIssues } from "../tables.ts";

export const storageIssue = defineQuery({
  summary:
    "Certificates issued for one hour of a storage device's discharge, and what was drawn of which charged hours; `claimsOfLoad` of the charging device tells the certificates that were cancelled in these.",
  readers: "public",
  params: z.strictObject({ device: deviceIdSchema, hourMs: timeMsSchema }),
  result: storageIssueSchema,
  proves: ({ device, hourMs }) => storageIssues.key(device, hourMs),
  answer({ state }, { device, hourMs }) {
    requireDevice(state, device);
    const row = storageIssues.get(state, device, hourMs);
    if (row === undefined) throw refusals.unknownStorageIssue({ device, hourMs });
    return row;
  },
});
