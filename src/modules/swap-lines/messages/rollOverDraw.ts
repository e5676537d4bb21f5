// Who drew extends a draw by another tenor.
import { z } from "zod";
import { amountSchema } from "#src/core/schemas.ts";
import { defineMessage } from "#src/machine/message.ts";
import { events } from "../events.ts";
import { graceEnd, payInterest, putDraw, requireDrawn, requireLine, requireSide, requireUsable } from "../lending.ts";
import { refusals } from "../refusals.ts";
import { interestOf, rateBpOf } from "../rules.ts";
import { dayMs, drawNumberSchema, drawSchema, lineNumberSchema, tenorDaysSchema } from "../schemas.ts";
import { dues } from "../tables.ts";

export const rollOverDraw = defineMessage({
  summary: "Pays the interest of the tenor that ends, and extends the draw by another one at the rate of now.",
  actors: "anyone",
  schema: z.strictObject({ line: lineNumberSchema, draw: drawNumberSchema, tenorDays: tenorDaysSchema }),
  result: z.strictObject({ interest: amountSchema, ...drawSchema.pick({ rateBp: true, dueMs: true }).shape }),
  work: 300,
  handle({ state, actor, emit }, { line, draw: number, tenorDays }) {
    const draw = requireDrawn(state, line, number, actor);
    if (draw.onward !== undefined) throw refusals.drawLentOn({ line, draw: number });
    const row = requireLine(state, line);
    const side = row[requireSide(line, row, actor)];
    const { lent, dueMs: startedMs } = draw;
    requireUsable(state, line, { row, side, fromMs: startedMs, tenorDays });
    if (state.timeMs >= startedMs) throw refusals.rolloverTooLate({ dueMs: startedMs });
    const fromMs = startedMs - dayMs;
    if (state.timeMs < fromMs) throw refusals.rolloverTooEarly({ fromMs });
    const most = row.terms.rolloversMost;
    if (draw.rollovers >= most) throw refusals.rolloversExhausted({ most });

    const interest = interestOf(lent.amount, draw.rateBp, draw.tenorDays);
    payInterest(state, draw, interest);
    const rollovers = draw.rollovers + 1;
    const dueMs = startedMs + tenorDays * dayMs;
    const rateBp = rateBpOf(row.terms, side, rollovers);
    const extended = { tenorDays, dueMs, graceEndsMs: graceEnd(state, dueMs), rateBp, rollovers };
    putDraw(state, line, number, { ...draw, startedMs, ...extended });
    dues.add(state, extended.graceEndsMs, { line, draw: number, kind: "seizure" });
    emit(events.drawRolledOver({ line, draw: number, drawer: actor, interest, ...extended }));
    return { interest, rateBp, dueMs };
  },
});
