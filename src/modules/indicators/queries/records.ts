// All records that were ever made.
import { z } from "zod";
import { present } from "#src/core/assert.ts";
import { defineQuery, pageOf, pageParams, readPage } from "#src/machine/query.ts";
import { type IndicatorRecord, recordSchema } from "../schemas.ts";
import { indicatorRecords } from "../tables.ts";

export const records = defineQuery({
  summary: "All records, oldest first.",
  readers: "public",
  params: z.strictObject(pageParams),
  result: pageOf(recordSchema),
  answer: ({ state }, { after, limit }) =>
    readPage(
      indicatorRecords.scan(state, { after }),
      limit,
      ({ value }) => value as IndicatorRecord,
      ({ parts }) => present(parts[0], "a record's key ends with its number"),
    ),
});
