// Who took a quote executes it: all legs of the exchange together, or none.
import { z } from "zod";
import { amountSchema } from "#src/core/schemas.ts";
import { defineMessage } from "#src/machine/message.ts";
import { move as moveMoney } from "#src/modules/accounts/access.ts";
import { read as corridors, move as moveCorridors } from "#src/modules/corridors/access.ts";
import { events } from "../events.ts";
import { paymentOf, requireUsable, settleQuote } from "../quoting.ts";
import { refusals } from "../refusals.ts";
import { type Leg, legsSchema, quoteNumberSchema } from "../schemas.ts";

export const executeQuote = defineMessage({
  summary: "Executes a quote before it expires, under the corridor's rules of that moment: all legs settle together.",
  actors: "anyone",
  schema: z.strictObject({
    quote: quoteNumberSchema,
    /** The most that the corridor may take: its fee may have grown since the quote was taken. */
    feeMost: amountSchema.optional(),
  }),
  result: z.strictObject({ legs: legsSchema }),
  work: 1_200,
  handle({ state, actor, emit }, { quote: number, feeMost }) {
    const quote = requireUsable(state, number, actor);
    const { corridor, payer, payee, kind, purpose, hops } = quote;
    const payment = paymentOf(quote);
    const refusal = corridors.judge(state, payment);
    if (refusal !== undefined) throw refusal;

    const { fee, operator } = corridors.fee(state, corridor, payment.source.amount);
    if (feeMost !== undefined && fee > feeMost) throw refusals.feeHigherThanAsked({ fee });
    const feeLeg: Leg = { kind: "fee", from: payer, to: operator, currency: payment.source.currency, amount: fee };
    const legs = [...settleQuote(state, number, payer), feeLeg];
    // An operator that cannot be paid is not in the way of what costs nothing.
    if (fee > 0n) moveMoney.pay(state, feeLeg);
    const judged = moveCorridors.count(state, payment);
    emit(events.exchangeSettled({ number, corridor, payer, payee, kind, purpose, hops, legs, judged }));
    return { legs };
  },
});
