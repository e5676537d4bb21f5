// Opening and closing locks: the rows, the totals and the money, always together.
import type { Account } from "#src/core/account.ts";
import { present } from "#src/core/assert.ts";
import { move, tie } from "#src/modules/accounts/access.ts";
import type { State, StateReader, Stored } from "#src/state/view.ts";
import { lockedFunds } from "./books.ts";
import { refusals } from "./refusals.ts";
import type { Lock } from "./schemas.ts";
import { expiries, lockedTotals, locks, nextLocks, payeeLocks, payerLocks } from "./tables.ts";

export function requireLock(state: StateReader, lock: number): Stored<Lock> {
  const open = locks.get(state, lock);
  if (open !== undefined) return open;
  throw lock < (nextLocks.get(state) ?? 1) ? refusals.lockClosed({ lock }) : refusals.unknownLock({ lock });
}

/** Takes the payer's money and returns the lock's number. */
export function openLock(state: State, lock: Stored<Lock>): number {
  const { payer, payee, currency, amount, expiresMs } = lock;
  const number = nextLocks.get(state) ?? 1;
  move.transfer(state, { currency, from: payer, to: lockedFunds, amount });
  nextLocks.put(state, number + 1);
  locks.put(state, number, lock);
  payerLocks.put(state, payer, number, {});
  payeeLocks.put(state, payee, number, {});
  expiries.add(state, expiresMs, number);
  tie.add(state, payer);
  addToTotal(state, currency, amount);
  state.tally(bookOf(currency), amount);
  return number;
}

/** Pays the locked money to the payee; refuses when the payee or the currency may not be paid now. */
export function payLock(state: State, number: number): void {
  const { payee, currency, amount } = removeLock(state, number);
  move.transfer(state, { currency, from: lockedFunds, to: payee, amount });
}

/** Returns the locked money to the payer. It was never anybody else's, so neither a freeze nor a pause holds it here. */
export function returnLock(state: State, number: number): void {
  const { payer, currency, amount } = removeLock(state, number);
  move.giveBack(state, { currency, from: lockedFunds, to: payer, amount });
}

/** Who may fulfil a lock. */
export function fulfillerOf(lock: Stored<Lock>): Account {
  return lock.fulfiller ?? lock.payee;
}

/** What the closing of a lock announces of it. */
export function closedLock(number: number, lock: Stored<Lock>) {
  const { expiresMs: _, condition: __, fulfiller: ___, ...closed } = lock;
  return { lock: number, ...closed };
}

function removeLock(state: State, number: number): Stored<Lock> {
  const lock = present(locks.get(state, number), "an open lock is removed");
  locks.delete(state, number);
  payerLocks.delete(state, lock.payer, number);
  payeeLocks.delete(state, lock.payee, number);
  tie.remove(state, lock.payer);
  addToTotal(state, lock.currency, -lock.amount);
  state.tally(bookOf(lock.currency), -lock.amount);
  return lock;
}

/** The running total counts against the locks themselves in one book, which the machine requires to balance. */
function addToTotal(state: State, currency: string, amount: bigint): void {
  const after = (lockedTotals.get(state, currency) ?? 0n) + amount;
  if (after === 0n) lockedTotals.delete(state, currency);
  else lockedTotals.put(state, currency, after);
  state.tally(bookOf(currency), -amount);
}

function bookOf(currency: string): string {
  return `settlement/locked/${currency}`;
}
