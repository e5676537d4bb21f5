// Who took a quote executes it: all legs of the exchange together, or none.
import { z } from "zod";
import type { Account } from "#src/core/account.ts";
import { present } from "#src/core/assert.ts";
import { amountSchema } from "#src/core/schemas.ts";
import { defineMessage } from "#src/machine/message.ts";
import { move as moveMoney } from "#src/modules/accounts/access.ts";
import { read as corridors, move as moveCorridors } from "#src/modules/corridors/access.ts";
import type { Stored } from "#src/state/view.ts";
import { reservedFunds } from "../books.ts";
import { events } from "../events.ts";
import { closeQuote, paymentOf, requireTaken } from "../quoting.ts";
import { refusals } from "../refusals.ts";
import { type Leg, legsSchema, type Quote, quoteNumberSchema } from "../schemas.ts";

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
    const quote = requireTaken(state, number, actor);
    const { expiresMs, corridor, payer, payee, kind, purpose, hops } = quote;
    if (state.timeMs >= expiresMs) throw refusals.quoteExpired({ expiresMs, blockTimeMs: state.timeMs });
    const payment = paymentOf(quote);
    const refusal = corridors.judge(state, payment);
    if (refusal !== undefined) throw refusal;

    const { fee, operator } = corridors.fee(state, corridor, payment.source.amount);
    if (feeMost !== undefined && fee > feeMost) throw refusals.feeHigherThanAsked({ fee });
    const feeLeg: Leg = { kind: "fee", from: payer, to: operator, currency: payment.source.currency, amount: fee };
    const legs = [...legsOf(quote), feeLeg];
    closeQuote(state, number);
    // What a provider delivers was set aside: it comes from the book, and is the provider's leg all the same.
    const providers = new Set<Account>(hops.map(({ provider }) => provider));
    for (const { from, to, currency, amount } of legs) {
      moveMoney.pay(state, { currency, from: providers.has(from) ? reservedFunds : from, to, amount });
    }
    const judged = moveCorridors.count(state, payment);
    emit(events.exchangeSettled({ number, corridor, payer, payee, kind, purpose, hops, legs, judged }));
    return { legs };
  },
});

/** Of each exchange what is paid at the middle of the rates, and the spread; then the delivery to the payee. */
function legsOf({ payer, payee, hops }: Stored<Quote>): Leg[] {
  const last = present(hops.at(-1), "a quote has an exchange");
  const paid = hops.flatMap(({ provider, paid: { currency, amount }, spread }, at): Leg[] => {
    const from = at === 0 ? payer : present(hops[0], "there is one before").provider;
    return [
      { kind: "exchange", from, to: provider, currency, amount: amount - spread },
      { kind: "spread", from, to: provider, currency, amount: spread },
    ];
  });
  return [...paid, { kind: "delivery", from: last.provider, to: payee, ...last.delivered }];
}
