// A bank pays one of another zone across a corridor, in one currency.
import { z } from "zod";
import { accountSchema, amountSchema, currencySchema, positiveAmountSchema } from "#src/core/schemas.ts";
import { defineMessage } from "#src/machine/message.ts";
import { move as moveMoney } from "#src/modules/accounts/access.ts";
import { move, read } from "../access.ts";
import { events } from "../events.ts";
import { refusals } from "../refusals.ts";
import { corridorIdSchema, judgedSchema, paymentKindSchema, purposeSchema } from "../schemas.ts";

export const sendPayment = defineMessage({
  summary: "Pays a bank of another zone across a corridor, in one currency; judged by its rule book and counted.",
  actors: "anyone",
  schema: z.strictObject({
    corridor: corridorIdSchema,
    to: accountSchema,
    currency: currencySchema,
    amount: positiveAmountSchema,
    kind: paymentKindSchema,
    purpose: purposeSchema,
    /** The most that the corridor may take on top of the amount. */
    feeMost: amountSchema.optional(),
  }),
  result: z.strictObject({ fee: amountSchema, judged: judgedSchema }),
  work: 900,
  handle({ state, actor, emit }, { corridor, to, currency, amount, kind, purpose, feeMost }) {
    const side = { currency, amount };
    const payment = { corridor, kind, purpose, payer: actor, payee: to, source: side, destination: side };
    const refusal = read.judge(state, payment);
    if (refusal !== undefined) throw refusal;
    const { fee, operator } = read.fee(state, corridor, amount);
    if (feeMost !== undefined && fee > feeMost) throw refusals.feeHigherThanAsked({ fee });

    moveMoney.pay(state, { currency, from: actor, to, amount });
    // An operator that may not receive anything is not in the way of what costs nothing.
    if (fee > 0n) moveMoney.pay(state, { currency, from: actor, to: operator, amount: fee });
    const judged = move.count(state, payment);
    emit(events.paymentMade({ corridor, from: actor, to, currency, amount, fee, kind, purpose, judged }));
    return { fee, judged };
  },
});
