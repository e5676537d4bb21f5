// A central bank draws the other's currency against its own: an exchange at spot, with its reverse leg entered.
import { z } from "zod";
import { positiveAmountSchema } from "#src/core/schemas.ts";
import { defineMessage } from "#src/machine/message.ts";
import { create, move } from "#src/modules/accounts/access.ts";
import type { Stored } from "#src/state/view.ts";
import { collateralBook } from "../books.ts";
import { events } from "../events.ts";
import {
  announceUse,
  decimalsOf,
  graceEnd,
  putDraw,
  requireLine,
  requireSide,
  requireSpot,
  requireUsable,
} from "../lending.ts";
import { parameters } from "../parameters.ts";
import { refusals } from "../refusals.ts";
import { rateBpOf, worthUp } from "../rules.ts";
import { type Draw, dayMs, drawNumberSchema, drawSchema, lineNumberSchema, tenorDaysSchema } from "../schemas.ts";
import { dues, lines } from "../tables.ts";

export const drawLine = defineMessage({
  summary: "Draws newly lent money of the other central bank for a tenor, against collateral in the sender's currency.",
  actors: "anyone",
  schema: z.strictObject({ line: lineNumberSchema, amount: positiveAmountSchema, tenorDays: tenorDaysSchema }),
  result: z.strictObject({
    draw: drawNumberSchema,
    ...drawSchema.pick({ collateral: true, rateBp: true, dueMs: true }).shape,
  }),
  work: 400,
  handle({ state, actor, emit }, { line, amount, tenorDays }) {
    const row = requireLine(state, line);
    const name = requireSide(line, row, actor);
    const [side, lender] = name === "proposer" ? [row.proposer, row.acceptor] : [row.acceptor, row.proposer];
    requireUsable(state, line, { row, side, fromMs: state.timeMs, tenorDays });
    const most = Number(parameters.drawsMost.get(state));
    if (row.openDraws >= most) throw refusals.tooManyDraws({ most });
    const drawn = side.drawn + amount;
    if (drawn > side.limit) throw refusals.limitExceeded({ left: side.limit - side.drawn });
    const spot = requireSpot(state, lender.currency, side.currency);
    const decimals = decimalsOf(state, lender.currency, side.currency);
    const collateral = worthUp(amount, spot, decimals, row.terms.haircutBp);

    // Both legs together: whatever a refusal of the second one finds, the first is taken back with it.
    move.transfer(state, { currency: side.currency, from: actor, to: collateralBook, amount: collateral });
    create.issue(state, { currency: lender.currency, account: actor, amount });
    const draw = row.draws + 1;
    const dueMs = state.timeMs + tenorDays * dayMs;
    const opened: Stored<Draw> = {
      ...{ drawer: actor, lender: lender.centralBank, spot, collateral, collateralSpot: spot, tenorDays, dueMs },
      lent: { currency: lender.currency, amount },
      counter: { currency: side.currency, amount: worthUp(amount, spot, decimals, 0) },
      rateBp: rateBpOf(row.terms, { drawn, limit: side.limit }, 0),
      startedMs: state.timeMs,
      graceEndsMs: graceEnd(state, dueMs),
      rollovers: 0,
    };
    lines.put(state, line, { ...row, [name]: { ...side, drawn }, openDraws: row.openDraws + 1, draws: draw });
    putDraw(state, line, draw, opened);
    dues.add(state, state.timeMs + Number(parameters.reviewIntervalMs.get(state)), { line, draw, kind: "review" });
    dues.add(state, opened.graceEndsMs, { line, draw, kind: "seizure" });
    emit(events.lineDrawn({ line, draw, ...opened }));
    announceUse(state, line, side, drawn);
    return { draw, collateral, rateBp: opened.rateBp, dueMs };
  },
});
