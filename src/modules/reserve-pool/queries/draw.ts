// One open draw.
import { z } from "zod";
import { amountSchema } from "#src/core/schemas.ts";
import { defineQuery } from "#src/machine/query.ts";
import { party } from "#src/machine/readers.ts";
import { owedInterest } from "#src/modules/swap-lines/access.ts";
import { parameters } from "../parameters.ts";
import { requireDraw } from "../pooling.ts";
import { drawNumberSchema, drawSchema, poolNumberSchema } from "../schemas.ts";
import { draws } from "../tables.ts";

export const draw = defineQuery({
  summary: "An open draw: who contributed how much, its collateral, and the interest that is owed now.",
  readers: party(["drawer", "claims.centralBank"]),
  params: z.strictObject({ pool: poolNumberSchema, draw: drawNumberSchema }),
  result: z.strictObject({ ...drawSchema.shape, interestNow: amountSchema }),
  proves: (params) => draws.key(params.pool, params.draw),
  answer({ state }, { pool, draw: number }) {
    const row = requireDraw(state, pool, number);
    const penaltyBp = Number(parameters.penaltyBp.get(state));
    const interestNow = row.claims
      .map(({ amount }) => owedInterest(amount, row, state.timeMs, penaltyBp))
      .reduce((sum, interest) => sum + interest, 0n);
    return { ...row, interestNow };
  },
});
