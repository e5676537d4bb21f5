// How an open payment comes to its one end: all its legs move together, or all of them are void.
import type { Account } from "#src/core/account.ts";
import { bytesToHex } from "#src/crypto/hex.ts";
import { move as moveMoney } from "#src/modules/accounts/access.ts";
import { read as corridors, type Judged, move as moveCorridors } from "#src/modules/corridors/access.ts";
import { move as fx, type Leg } from "#src/modules/fx/access.ts";
import type { State, StateReader, Stored } from "#src/state/view.ts";
import { lockedFunds } from "./books.ts";
import { events } from "./events.ts";
import { closePayment, lockedOf } from "./locking.ts";
import { refusals } from "./refusals.ts";
import { crossingOf, isOpen, statuses } from "./rules.ts";
import type { Payment, PaymentState, Step } from "./schemas.ts";
import { payments } from "./tables.ts";

/** By the digits of its UETR. */
export function requireKept(state: StateReader, uetr: string): Stored<Payment> {
  const payment = payments.get(state, uetr);
  if (payment === undefined) throw refusals.unknownPayment({ uetr });
  return payment;
}

export function requireAsPayer(state: StateReader, uetr: Uint8Array, actor: Account): Stored<Payment> {
  const payment = requireKept(state, bytesToHex(uetr));
  if (payment.payer !== actor) throw refusals.notPayer({});
  return payment;
}

export function requireAsPayee(state: StateReader, uetr: Uint8Array, actor: Account): Stored<Payment> {
  const payment = requireKept(state, bytesToHex(uetr));
  if (payment.terms.payee !== actor) throw refusals.notPayee({});
  return payment;
}

/** Block time alone says whether a payment has expired, and says the same of all its legs. */
export function requireUndecided(state: StateReader, payment: Stored<Payment>): void {
  if (!isOpen(payment.state)) throw refusals.paymentClosed({ state: payment.state });
  const { expiresMs } = payment.terms;
  if (state.timeMs >= expiresMs) throw refusals.expiryReached({ expiresMs, blockTimeMs: state.timeMs });
}

export function requireSettled({ state }: Stored<Payment>): void {
  if (state !== "settled") throw refusals.notSettled({ state });
}

/** Something that happens to a payment in this block. */
export function stepNow(state: StateReader, step: Omit<Step, "height" | "timeMs">): Step {
  return { ...step, height: state.height, timeMs: state.timeMs };
}

/** What every event tells of a payment. */
export function aboutOf(uetr: Uint8Array, { payer, terms: { payee, endToEndId } }: Stored<Payment>) {
  return { uetr, payer, payee, ...(endToEndId !== undefined && { endToEndId }) };
}

/** How it was exchanged on the way: by the quote that its providers know, and with what each of them pays and gets. */
export function exchangeOf({ terms: { quote }, hops }: Pick<Stored<Payment>, "terms" | "hops">) {
  return { ...(quote !== undefined && { quote }), hops };
}

/** Moves all legs, under the corridor's rules of this moment, and counts the payment. */
export function settlePayment(state: State, uetr: Uint8Array, payment: Stored<Payment>): readonly Leg[] {
  const crossing = crossingOf(payment);
  const refusal = corridors.judge(state, crossing);
  if (refusal !== undefined) throw refusal;
  const { terms, payer, source, destination, fee } = payment;
  const { corridor, payee, kind, purpose, quote } = terms;
  // The fee is what the payer agreed to; it goes to whoever operates the corridor now.
  const { operator } = corridors.fee(state, corridor, source.amount);

  const feeLeg: Leg = { kind: "fee", from: payer, to: operator, currency: source.currency, amount: fee };
  const exchanged = quote === undefined ? undefined : fx.settle(state, quote, lockedFunds);
  const legs: Leg[] = [...(exchanged ?? [{ kind: "delivery", from: payer, to: payee, ...destination }]), feeLeg];
  const fromBook = exchanged === undefined ? legs : [feeLeg];
  for (const { to, currency, amount } of fromBook) {
    // Only a fee can be nothing: then it does not matter whether its operator could be paid.
    if (amount > 0n) moveMoney.pay(state, { currency, from: lockedFunds, to, amount });
  }
  const judged: Judged = moveCorridors.count(state, crossing);
  closePayment(state, uetr, { ...payment, judged }, stepNow(state, { step: "settled" }));
  const told = { ...aboutOf(uetr, payment), ...exchangeOf(payment), corridor, kind, purpose, legs, judged };
  state.emit(events.paymentSettled(told));
  return legs;
}

/** Gives everybody back what was theirs, frozen or paused as it may be: it was never anybody else's. */
export function voidPayment(
  state: State,
  uetr: Uint8Array,
  payment: Stored<Payment>,
  end: Extract<PaymentState, "rejected" | "blocked" | "cancelled" | "expired">,
  said?: string,
): void {
  const { payer, terms } = payment;
  const locked = lockedOf(payment);
  const reason = said ?? statuses[end].reason ?? "NARR";
  moveMoney.giveBack(state, { ...locked, from: lockedFunds, to: payer });
  if (terms.quote !== undefined) fx.release(state, terms.quote);
  closePayment(state, uetr, payment, stepNow(state, { step: end, reason }));
  state.emit(events.paymentVoided({ ...aboutOf(uetr, payment), ...exchangeOf(payment), state: end, reason, locked }));
}
