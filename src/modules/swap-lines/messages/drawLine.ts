// A central bank draws the other's currency against its own: an exchange at spot, with its reverse leg entered.
import { z } from "zod";
import { positiveAmountSchema } from "#src/core/schemas.ts";
import { defineMessage } from "#src/machine/message.ts";
import { openDraw } from "../drawing.ts";
import { requireLine, requireSide, requireSpot, requireUsable } from "../lending.ts";
import { parameters } from "../parameters.ts";
import { refusals } from "../refusals.ts";
import { drawNumberSchema, drawSchema, lineNumberSchema, tenorDaysSchema } from "../schemas.ts";

export const drawLine = defineMessage({
  summary: "Draws newly lent money of the other central bank for a tenor, against collateral in the sender's currency.",
  actors: "anyone",
  schema: z.strictObject({ line: lineNumberSchema, amount: positiveAmountSchema, tenorDays: tenorDaysSchema }),
  result: z.strictObject({
    draw: drawNumberSchema,
    ...drawSchema.pick({ collateral: true, rateBp: true, dueMs: true }).shape,
  }),
  work: 400,
  handle({ state, actor }, { line, amount, tenorDays }) {
    const row = requireLine(state, line);
    const name = requireSide(line, row, actor);
    const [side, lender] = name === "proposer" ? [row.proposer, row.acceptor] : [row.acceptor, row.proposer];
    requireUsable(state, line, { row, side, fromMs: state.timeMs, tenorDays });
    const most = Number(parameters.drawsMost.get(state));
    if (row.openDraws - row.onwardDraws >= most) throw refusals.tooManyDraws({ most });
    const drawn = side.drawn + amount;
    if (drawn > side.limit) throw refusals.limitExceeded({ left: side.limit - side.drawn });
    const spot = requireSpot(state, lender.currency, side.currency);

    const { draw, collateral, rateBp, dueMs } = openDraw(state, { line, row, name, amount, tenorDays, spot });
    return { draw, collateral, rateBp, dueMs };
  },
});
