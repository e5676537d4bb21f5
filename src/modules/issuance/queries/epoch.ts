// One redemption epoch.
import { z } from "zod";
import { defineQuery } from "#src/machine/query.ts";
import { refusals } from "../refusals.ts";
import { epochNumberSchema, epochSchema } from "../schemas.ts";
import { epochs } from "../tables.ts";

export const epoch = defineQuery({
  summary: "One redemption epoch: when it closes, what was requested, its one rate, what it paid.",
  readers: "public",
  params: z.strictObject({ epoch: epochNumberSchema }),
  result: z.strictObject({ epoch: epochNumberSchema, ...epochSchema.shape }),
  proves: (params) => epochs.key(params.epoch),
  answer({ state }, { epoch: number }) {
    const row = epochs.get(state, number);
    if (row === undefined) throw refusals.unknownEpoch({ epoch: number });
    return { epoch: number, ...row };
  },
});
