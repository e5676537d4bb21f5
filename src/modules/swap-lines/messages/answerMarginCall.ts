// Who drew brings the collateral that a margin call asks for.
import { z } from "zod";
import { amountSchema } from "#src/core/schemas.ts";
import { defineMessage } from "#src/machine/message.ts";
import { move } from "#src/modules/accounts/access.ts";
import { collateralBook } from "../books.ts";
import { events } from "../events.ts";
import { addLateCalls, putDraw, requireDrawn } from "../lending.ts";
import { refusals } from "../refusals.ts";
import { drawNumberSchema, lineNumberSchema } from "../schemas.ts";

export const answerMarginCall = defineMessage({
  summary: "Adds what a margin call asks for to the collateral; draws that were frozen for it are free again.",
  actors: "anyone",
  schema: z.strictObject({ line: lineNumberSchema, draw: drawNumberSchema }),
  result: z.strictObject({ collateral: amountSchema }),
  work: 150,
  handle({ state, actor, emit }, { line, draw: number }) {
    const { call, ...draw } = requireDrawn(state, line, number, actor);
    if (call === undefined) throw refusals.noMarginCall({ line, draw: number });
    const { amount, spot, isLate } = call;

    move.transfer(state, { currency: draw.counter.currency, from: actor, to: collateralBook, amount });
    const collateral = draw.collateral + amount;
    putDraw(state, line, number, { ...draw, collateral, collateralSpot: spot });
    if (isLate) addLateCalls(state, line, actor, -1);
    emit(events.marginCallAnswered({ line, draw: number, drawer: actor, amount }));
    return { collateral };
  },
});
