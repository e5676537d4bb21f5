// The records of all reweightings.
import { z } from "zod";
import { present } from "#src/core/assert.ts";
import { defineQuery, pageOf, pageParams, readPage } from "#src/machine/query.ts";
import { type ReweightRecord, reweightRecordSchema } from "../schemas.ts";
import { reweightRecords } from "../tables.ts";

export const reweightings = defineQuery({
  summary: "The reweightings with all their inputs and outputs, oldest first.",
  readers: "public",
  params: z.strictObject(pageParams),
  result: pageOf(reweightRecordSchema),
  answer: ({ state }, { after, limit }) =>
    readPage(
      reweightRecords.scan(state, { after }),
      limit,
      ({ value }) => value as ReweightRecord,
      ({ parts }) => present(parts[0], "a record's key ends with its number"),
    ),
});
