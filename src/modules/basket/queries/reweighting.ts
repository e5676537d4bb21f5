// The record of one reweighting.
import { z } from "zod";
import { countSchema } from "#src/core/schemas.ts";
import { defineQuery } from "#src/machine/query.ts";
import { refusals } from "../refusals.ts";
import { type ReweightRecord, reweightRecordSchema } from "../schemas.ts";
import { reweightRecords } from "../tables.ts";

export const reweighting = defineQuery({
  summary: "One reweighting with all its inputs and outputs, so that anybody can recompute it.",
  readers: "public",
  params: z.strictObject({ number: countSchema }),
  result: reweightRecordSchema,
  proves: ({ number }) => reweightRecords.key(number),
  answer({ state }, { number }) {
    const record = reweightRecords.get(state, number);
    if (record === undefined) throw refusals.unknownReweight({ number });
    return record as ReweightRecord;
  },
});
