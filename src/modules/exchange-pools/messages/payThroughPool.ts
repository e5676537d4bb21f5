// A bank pays another one across the corridor, exchanged by a pool: all legs together, or none.
import { z } from "zod";
import { amountSchema, positiveAmountSchema } from "#src/core/schemas.ts";
import { defineMessage } from "#src/machine/message.ts";
import { move } from "#src/modules/accounts/access.ts";
import { read as corridors, move as moveCorridors } from "#src/modules/corridors/access.ts";
import { poolReserves } from "../books.ts";
import { events } from "../events.ts";
import { deliver, putPool, requirePool, takeIn, withReserves } from "../pooling.ts";
import { paymentOf, requireOffer } from "../quoting.ts";
import { refusals } from "../refusals.ts";
import { askedShape, type Leg, legsSchema, offerShape, poolNumberSchema } from "../schemas.ts";

export const payThroughPool = defineMessage({
  summary:
    "Pays a bank abroad in its currency through a pool, at the pool's price of the moment and no worse than a limit.",
  actors: "anyone",
  schema: z.strictObject({
    pool: poolNumberSchema,
    ...askedShape,
    /** The least that is delivered, or the most that is paid, whichever is not fixed. */
    limit: positiveAmountSchema,
    /** The most that the corridor may take on top of what is paid. */
    feeMost: amountSchema.optional(),
  }),
  result: z.strictObject({ ...offerShape, legs: legsSchema }),
  work: 2_000,
  handle({ state, actor: payer, emit }, { pool: number, limit, feeMost, ...asked }) {
    const pool = requirePool(state, number);
    const offer = requireOffer(state, pool, asked);
    const { paid, delivered, kept } = offer;
    const amount = asked.fixed === "source" ? delivered : paid;
    const isWorse = asked.fixed === "source" ? amount < limit : amount > limit;
    if (isWorse) throw refusals.worseThanAsked({ amount });
    const { corridor } = pool;
    const payment = paymentOf(pool, payer, asked, offer);
    const refusal = corridors.judge(state, payment);
    if (refusal !== undefined) throw refusal;
    const { fee, operator } = corridors.fee(state, corridor, paid);
    if (feeMost !== undefined && fee > feeMost) throw refusals.feeHigherThanAsked({ fee });

    const { payee, kind, purpose } = asked;
    const { source, destination } = payment;
    const feeSide = { currency: source.currency, amount: fee };
    takeIn(state, payer, source);
    deliver(state, payee, destination);
    // An operator that cannot be paid is not in the way of what costs nothing.
    if (fee > 0n) move.pay(state, { ...feeSide, from: payer, to: operator });
    putPool(state, number, withReserves(pool, offer.reserves));
    const judged = moveCorridors.count(state, payment);
    const legs: Leg[] = [
      { kind: "exchange", from: payer, to: poolReserves, ...source },
      { kind: "delivery", from: poolReserves, to: payee, ...destination },
      { kind: "fee", from: payer, to: operator, ...feeSide },
    ];
    const made = { pool: number, corridor, payer, payee, kind, purpose, paid: source, delivered: destination };
    emit(events.poolPaymentMade({ ...made, kept, legs, judged }));
    return { paid, delivered, kept, legs };
  },
});
