// Opening and closing payments: rows, counts, dues, totals and money, always together.
import { present } from "#src/core/assert.ts";
import { bytesToHex } from "#src/crypto/hex.ts";
import { move, tie } from "#src/modules/accounts/access.ts";
import type { State, StateReader, Stored } from "#src/state/view.ts";
import { lockedFunds } from "./books.ts";
import { parameters } from "./parameters.ts";
import { refusals } from "./refusals.ts";
import type { Payment, PaymentState, Step } from "./schemas.ts";
import {
  expiries,
  lockedTotals,
  payeePayments,
  payerCounts,
  payerPayments,
  payments,
  removals,
  rowCounts,
} from "./tables.ts";

/** Refuses a payment more than the payer, or the ledger, may keep. */
export function requirePlace(state: StateReader, { payer }: Pick<Stored<Payment>, "payer">): void {
  const { open, rows } = payerCounts.get(state, payer) ?? { open: 0, rows: 0 };
  const openMost = Number(parameters.openMost.get(state));
  if (open >= openMost) throw refusals.tooManyOpen({ most: openMost });
  const rowsMost = Number(parameters.rowsMost.get(state));
  if (rows >= rowsMost) throw refusals.tooManyRows({ most: rowsMost });
  const most = Number(parameters.totalRowsMost.get(state));
  if ((rowCounts.get(state) ?? 0) >= most) throw refusals.ledgerFull({ most });
}

/** Takes the payer's money with the fee and writes the row; refuses what the payer does not have. */
export function openPayment(state: State, uetr: Uint8Array, payment: Stored<Payment>): void {
  const { payer, terms } = payment;
  const key = bytesToHex(uetr);
  const locked = lockedOf(payment);
  move.transfer(state, { ...locked, from: payer, to: lockedFunds });
  addToLocked(state, locked.currency, locked.amount);
  state.tally(bookOf(locked.currency), locked.amount);
  payments.put(state, key, payment);
  payerPayments.put(state, payer, key, {});
  payeePayments.put(state, terms.payee, key, {});
  countPayment(state, payment, { open: 1, rows: 1 });
  expiries.add(state, terms.expiresMs, uetr);
  tie.add(state, payer);
}

/** Takes a decided payment off the book, whose money is the caller's to move on, and keeps its row for a while. */
export function closePayment(state: State, uetr: Uint8Array, payment: Stored<Payment>, closed: Stored<Step>): void {
  const { currency, amount } = lockedOf(payment);
  addToLocked(state, currency, -amount);
  state.tally(bookOf(currency), -amount);
  countPayment(state, payment, { open: -1, rows: 0 });
  tie.remove(state, payment.payer);
  const removesMs = removalOf(state, payment, closed);
  removals.add(state, removesMs, uetr);
  const history = [...payment.history, closed];
  // What closes a payment is one of its states.
  const after = { ...payment, state: closed.step as PaymentState, history, removesMs };
  payments.put(state, bytesToHex(uetr), after);
}

/** When the row of a payment goes: never before its expiry, from which on a repetition of the order is refused by itself. */
function removalOf(state: StateReader, { terms: { expiresMs } }: Stored<Payment>, { step }: Stored<Step>): number {
  // What is void costs nobody anything: it takes up no room for longer than its own terms say, and somebody may ask.
  if (step !== "settled") return expiresMs + Number(parameters.voidKeptMs.get(state));
  return Math.max(state.timeMs + Number(parameters.keptMs.get(state)), expiresMs);
}

/** Forgets a closed payment. */
export function removePayment(state: State, uetr: Uint8Array): Stored<Payment> {
  const key = bytesToHex(uetr);
  const payment = present(payments.get(state, key), "a kept payment is removed");
  payments.delete(state, key);
  payerPayments.delete(state, payment.payer, key);
  payeePayments.delete(state, payment.terms.payee, key);
  countPayment(state, payment, { open: 0, rows: -1 });
  return payment;
}

/** What lies in the book for an open payment: the amount and the fee. */
export function lockedOf({ source, fee }: Pick<Stored<Payment>, "source" | "fee">) {
  return { currency: source.currency, amount: source.amount + fee };
}

function countPayment(state: State, { payer }: Stored<Payment>, change: { open: number; rows: number }): void {
  const { open, rows } = payerCounts.get(state, payer) ?? { open: 0, rows: 0 };
  const after = { open: open + change.open, rows: rows + change.rows };
  if (after.rows === 0) payerCounts.delete(state, payer);
  else payerCounts.put(state, payer, after);
  if (change.rows === 0) return;
  const total = (rowCounts.get(state) ?? 0) + change.rows;
  if (total === 0) rowCounts.delete(state);
  else rowCounts.put(state, total);
}

/** The running total counts against the payments themselves in one book, which the machine requires to balance. */
function addToLocked(state: State, currency: string, amount: bigint): void {
  const after = (lockedTotals.get(state, currency) ?? 0n) + amount;
  if (after === 0n) lockedTotals.delete(state, currency);
  else lockedTotals.put(state, currency, after);
  state.tally(bookOf(currency), -amount);
}

function bookOf(currency: string): string {
  return `payments/locked/${currency}`;
}
