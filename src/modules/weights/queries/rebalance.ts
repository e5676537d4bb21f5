// One rebalance.
import { z } from "zod";
import { countSchema } from "#src/core/schemas.ts";
import { defineQuery } from "#src/machine/query.ts";
import { refusals } from "../refusals.ts";
import { type Rebalance, rebalanceSchema } from "../schemas.ts";
import { rebalances } from "../tables.ts";

export const rebalance = defineQuery({
  summary: "One rebalance with all its inputs, steps and weights, so that anybody can compute it again.",
  readers: "public",
  params: z.strictObject({ number: countSchema }),
  result: rebalanceSchema,
  proves: ({ number }) => rebalances.key(number),
  answer({ state }, { number }) {
    const found = rebalances.get(state, number);
    if (found === undefined) throw refusals.unknownRebalance({ number });
    return found as Rebalance;
  },
});
