// A provider's rate for a pair.
import { z } from "zod";
import { accountSchema } from "#src/core/schemas.ts";
import { defineQuery } from "#src/machine/query.ts";
import { refusals } from "../refusals.ts";
import { pairShape, rateSchema } from "../schemas.ts";
import { rates } from "../tables.ts";

export const rate = defineQuery({
  summary: "A provider's newest rate for a pair, valid or not any more.",
  readers: "public",
  params: z.strictObject({ ...pairShape, provider: accountSchema }),
  result: rateSchema,
  proves: ({ base, quote, provider }) => rates.key(base, quote, provider),
  answer({ state }, { base, quote, provider }) {
    const row = rates.get(state, base, quote, provider);
    if (row === undefined) throw refusals.unknownRate({ base, quote });
    return row;
  },
});
