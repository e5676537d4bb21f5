// Who drew repays: every contributor gets its part back, with interest.
import { z } from "zod";
import { amountSchema } from "#src/core/schemas.ts";
import { defineMessage } from "#src/machine/message.ts";
import { move } from "#src/modules/accounts/access.ts";
import { owedInterest } from "#src/modules/swap-lines/access.ts";
import { collateralBook } from "../books.ts";
import { events } from "../events.ts";
import { payContributors } from "../funding.ts";
import { parameters } from "../parameters.ts";
import { closeDraw, requireDrawn, requireMembership } from "../pooling.ts";
import { drawNumberSchema, poolNumberSchema } from "../schemas.ts";

export const repayDraw = defineMessage({
  summary: "Repays a draw early, when due, or within the grace: contributors get their parts with interest.",
  actors: "anyone",
  schema: z.strictObject({ pool: poolNumberSchema, draw: drawNumberSchema }),
  result: z.strictObject({ interest: amountSchema, collateralReturned: amountSchema }),
  work: 600,
  handle({ state, actor, emit }, { pool, draw: number }) {
    const draw = requireDrawn(state, pool, number, actor);
    const { claims, collateral } = draw;
    const { currency } = requireMembership(state, pool, actor);
    const penaltyBp = Number(parameters.penaltyBp.get(state));

    const interestOn = (amount: bigint) => owedInterest(amount, draw, state.timeMs, penaltyBp);
    const interest = payContributors(state, pool, draw, (amount) => ({
      principal: amount,
      interest: interestOn(amount),
    }));
    closeDraw(state, pool, number, "repaid");
    move.giveBack(state, { currency, from: collateralBook, to: actor, amount: collateral });
    emit(events.drawSettled({ pool, draw: number, drawer: actor, claims, interest, collateralReturned: collateral }));
    return { interest, collateralReturned: collateral };
  },
});
