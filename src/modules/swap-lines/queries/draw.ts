// One open draw.
import { z } from "zod";
import { amountSchema } from "#src/core/schemas.ts";
import { defineQuery } from "#src/machine/query.ts";
import { party } from "#src/machine/readers.ts";
import { requireDraw } from "../lending.ts";
import { parameters } from "../parameters.ts";
import { owedInterest } from "../rules.ts";
import { drawNumberSchema, drawSchema, lineNumberSchema } from "../schemas.ts";
import { draws } from "../tables.ts";

export const draw = defineQuery({
  summary:
    "An open draw: both legs, its collateral, its margin call if there is one, and the interest that is owed now.",
  readers: party(["drawer", "lender"], ["lent.currency", "counter.currency"]),
  params: z.strictObject({ line: lineNumberSchema, draw: drawNumberSchema }),
  result: z.strictObject({ ...drawSchema.shape, interestNow: amountSchema }),
  proves: (params) => draws.key(params.line, params.draw),
  answer({ state }, { line, draw: number }) {
    const row = requireDraw(state, line, number);
    const penaltyBp = Number(parameters.penaltyBp.get(state));
    return { ...row, interestNow: owedInterest(row.lent.amount, row, state.timeMs, penaltyBp) };
  },
});
