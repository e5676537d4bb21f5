// The two ends of a payment in the model: all legs move, or everything goes back.
import { giveBack, type Sum, transfer } from "../accounts/book.ts";
import { type Crossing, countCrossing, feeFor, judgeCrossing } from "../corridors/crossing.ts";
import { hex } from "../encoding.ts";
import { fxOf } from "../fx/book.ts";
import { exchangeLegs, isNoFee, type Leg, moved, release, tryLegs } from "../fx/quotes.ts";
import type { Grounds, Model } from "../model.ts";
import { parameterNumber } from "../parameters/book.ts";
import { addDue, type Payment, paymentFunds, paymentsOf } from "./book.ts";

export const stepNow = (model: Model, step: string, more: object = {}): object => ({
  ...{ step, height: model.height, timeMs: model.timeMs },
  ...more,
});

export function crossingFor({ payer, terms, source, destination, hops }: Omit<Payment, "state">): Crossing {
  const { corridor, payee, kind, purpose } = terms;
  const via = hops.length === 2 ? hops[0]?.delivered : undefined;
  return { corridor, payee, kind, purpose, payer, source, destination, via };
}

export const lockedBy = ({ payer, source, fee }: Pick<Payment, "payer" | "source" | "fee">): Sum => ({
  ...{ currency: source.currency, amount: source.amount + fee },
  from: payer,
  to: paymentFunds,
});

function legsNow(model: Model, { payer, terms, source, destination, fee }: Payment): Leg[] {
  const { operator } = feeFor(model, terms.corridor, source.amount);
  const own: Leg[] =
    terms.quote === undefined
      ? [{ kind: "delivery", from: payer, to: terms.payee, ...destination }]
      : exchangeLegs(fxOf(model).quotes.at(terms.quote));
  return [...own, { kind: "fee", from: payer, to: operator, currency: source.currency, amount: fee }];
}

export function judgeSettling(model: Model, payment: Payment, grounds: Grounds): void {
  judgeCrossing(model, crossingFor(payment), grounds);
  tryLegs(model, legsNow(model, payment), payment.payer, grounds, paymentFunds);
}

function close(model: Model, uetr: Uint8Array, payment: Payment): void {
  const { expiresMs } = payment.terms;
  const keptMs = model.timeMs + parameterNumber(model, "payments.keptMs");
  const voidMs = expiresMs + parameterNumber(model, "payments.voidKeptMs");
  const removesMs = payment.judged === undefined ? voidMs : keptMs < expiresMs ? expiresMs : keptMs;
  addDue(model, "removals", removesMs, uetr);
  paymentsOf(model).payments.set(hex(uetr), { ...payment, removesMs });
}

export function settle(model: Model, uetr: Uint8Array, payment: Payment): readonly Leg[] {
  const legs = legsNow(model, payment);
  if (payment.terms.quote !== undefined) fxOf(model).quotes.delete(payment.terms.quote);
  for (const leg of legs) if (!isNoFee(leg)) transfer(model, moved(leg, payment.payer, paymentFunds));
  const judged = countCrossing(model, crossingFor(payment));
  const history = [...payment.history, stepNow(model, "settled")];
  close(model, uetr, { ...payment, state: "settled", history, judged });
  return legs;
}

export function undo(model: Model, uetr: Uint8Array, payment: Payment, state: string, reason: string): void {
  const { from: to, to: from, currency, amount } = lockedBy(payment);
  giveBack(model, { from, to, currency, amount });
  if (payment.terms.quote !== undefined) release(model, payment.terms.quote);
  close(model, uetr, { ...payment, state, history: [...payment.history, stepNow(model, state, { reason })] });
}
