// Who drew repays: the reverse leg, with interest.
import { z } from "zod";
import { amountSchema } from "#src/core/schemas.ts";
import { defineMessage } from "#src/machine/message.ts";
import { create, move } from "#src/modules/accounts/access.ts";
import { collateralBook } from "../books.ts";
import { events } from "../events.ts";
import { closeDraw, payInterest, requireDrawn } from "../lending.ts";
import { parameters } from "../parameters.ts";
import { owedInterest } from "../rules.ts";
import { drawNumberSchema, lineNumberSchema } from "../schemas.ts";

export const repayDraw = defineMessage({
  summary:
    "Repays a draw early, when due, or within the grace: what was lent is destroyed, and the collateral returns.",
  actors: "anyone",
  schema: z.strictObject({ line: lineNumberSchema, draw: drawNumberSchema }),
  result: z.strictObject({ interest: amountSchema, collateralReturned: amountSchema }),
  work: 300,
  handle({ state, actor, emit }, { line, draw: number }) {
    const draw = requireDrawn(state, line, number, actor);
    const { lent, counter, collateral } = draw;
    const interest = owedInterest(lent.amount, draw, state.timeMs, Number(parameters.penaltyBp.get(state)));

    payInterest(state, draw, interest);
    create.burn(state, { currency: lent.currency, account: actor, amount: lent.amount });
    move.giveBack(state, { currency: counter.currency, from: collateralBook, to: actor, amount: collateral });
    closeDraw(state, line, number, "repaid");
    emit(events.drawSettled({ line, draw: number, drawer: draw.drawer, interest, collateralReturned: collateral }));
    return { interest, collateralReturned: collateral };
  },
});
