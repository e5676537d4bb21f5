// One record by its number.
import { z } from "zod";
import { countSchema } from "#src/core/schemas.ts";
import { defineQuery } from "#src/machine/query.ts";
import { refusals } from "../refusals.ts";
import { recordSchema } from "../schemas.ts";
import { indicatorRecords } from "../tables.ts";

export const record = defineQuery({
  summary: "One record as it was made, for good, so that an old rebalance can be checked again.",
  readers: "public",
  params: z.strictObject({ number: countSchema }),
  result: recordSchema,
  proves: ({ number }) => indicatorRecords.key(number),
  answer({ state }, { number }) {
    const row = indicatorRecords.get(state, number);
    if (row === undefined) throw refusals.unknownRecord({ number });
    return row;
  },
});
