// The settlement of a closed window: debtors pay, those who survive bear what is lacking, and every creditor gets all.
import type { Account } from "#src/core/account.ts";
import { assert, present } from "#src/core/assert.ts";
import { read as accounts } from "#src/modules/accounts/access.ts";
import type { State, Stored } from "#src/state/view.ts";
import { addDebt, repay } from "./debts.ts";
import { events } from "./events.ts";
import {
  depart,
  mayDepart,
  payIntoBook,
  payOutOfBook,
  putMembers,
  readersOf,
  requireMember,
  requireScheme,
} from "./membership.ts";
import { parameters } from "./parameters.ts";
import { type Payment, payDebit, shareLosses, tiersOf, totalDebit } from "./rules.ts";
import type { Member, Window } from "./schemas.ts";
import { debts, dues, rosters, schemes, windows } from "./tables.ts";

/** Old windows deleted by one settlement: more than one, so that a lowered parameter takes effect in time. */
const deletedMost = 4;

export interface Which {
  readonly scheme: number;
  readonly window: number;
  readonly currency: string;
}

interface Standing {
  readonly account: Account;
  readonly before: Stored<Member>;
  /** Zero for creditors. */
  readonly payment: Payment;
  /** The member once it has paid. */
  readonly paid: Stored<Member>;
}

/** Settles now, or puts it off while a pause of the currency may yet end in time. */
export function settle(state: State, which: Which): void {
  const { scheme, window, currency } = which;
  const row = present(windows.get(state, scheme, window), "a closed window has a row");
  const isPaused = accounts.requireCurrency(state, currency).pausedReference !== undefined;
  const latestMs = row.settlesMs + Number(parameters.waitMsMost.get(state));
  if (isPaused && state.timeMs < latestMs) {
    const untilMs = Math.min(latestMs, state.timeMs + Number(parameters.retryMs.get(state)));
    dues.add(state, untilMs, { scheme, window, kind: "settlement" });
    state.emit(events.settlementPutOff({ scheme, window, untilMs }));
    return;
  }
  settleNow(state, which, { isPaused, row });
}

function settleNow(state: State, which: Which, { isPaused, row }: { isPaused: boolean; row: Stored<Window> }): void {
  const { scheme, window, currency } = which;
  const standings = (rosters.get(state, scheme) ?? []).map((account) => standingOf(state, which, account, isPaused));
  for (const { account, payment } of standings) {
    if (payment.fromBalance > 0n) payIntoBook(state, { currency, account, amount: payment.fromBalance });
  }
  const losses = standings.map(({ payment }) => payment.lacking);
  const borne = shareLosses(losses, tiersOf(standings.map(({ paid }) => paid)));
  const changes = standings.map(({ account, before, payment, paid }, at) => {
    const share = borne.reduce((sum, parts) => sum + (parts[at] ?? 0n), 0n);
    const credit = isPaused && before.closedPosition > 0n ? before.closedPosition : 0n;
    const left = { ...paid, collateral: paid.collateral - share + credit };
    const isDefaulter = payment.lacking > 0n;
    const after = isDefaulter ? { ...left, status: "suspended" as const, operatorCap: totalDebit(left) } : left;
    return { account, before, after };
  });
  announceDebits(state, which, standings);
  putMembers(state, scheme, changes);
  recordLosses(state, which, standings, borne);
  for (const { account, before } of standings) {
    if (before.closedPosition > 0n) payCredit(state, which, { account, amount: before.closedPosition, isPaused });
  }
  windows.put(state, scheme, window, { ...row, status: "settled", settledMs: state.timeMs });
  endWindow(state, scheme, window);
  const net = row.positions.reduce((sum, { position }) => (position > 0n ? sum + position : sum), 0n);
  const totals = { net, losses: losses.reduce((sum, loss) => sum + loss, 0n) };
  state.emit(events.windowSettled({ scheme, window, ...totals, ...readersOf(state, scheme) }));
  if (!isPaused) departLeavers(state, scheme);
}

/** Those who leave go as soon as nothing needs them, in the order in which they said so. */
function departLeavers(state: State, scheme: number): void {
  for (const account of rosters.get(state, scheme) ?? []) {
    const before = requireMember(state, scheme, account);
    if (before.status === "leaving" && mayDepart(requireScheme(state, scheme), { account, before })) {
      depart(state, scheme, { account, before });
    }
  }
}

function standingOf(state: State, { scheme, currency }: Which, account: Account, isPaused: boolean): Standing {
  const before = requireMember(state, scheme, account);
  const debit = before.closedPosition < 0n ? -before.closedPosition : 0n;
  const isHindered = isPaused || accounts.isBalanceFrozen(state, currency, account);
  const balance = isHindered ? 0n : accounts.balance(state, currency, account);
  const payment = payDebit(debit, balance, before.collateral);
  const collateral = before.collateral - payment.fromCollateral;
  return { account, before, payment, paid: { ...before, closedPosition: 0n, collateral } };
}

function announceDebits(state: State, { scheme, window }: Which, standings: readonly Standing[]): void {
  for (const { account, before, payment } of standings) {
    const position = before.closedPosition;
    if (position < 0n) state.emit(events.debitSettled({ scheme, window, account, position, ...payment }));
  }
}

function recordLosses(
  state: State,
  { scheme, window }: Which,
  standings: readonly Standing[],
  borne: readonly (readonly bigint[])[],
): void {
  for (const [at, { account: defaulter, payment }] of standings.entries()) {
    if (payment.lacking === 0n) continue;
    const claims = standings.flatMap(({ account: creditor }, other) => {
      const amount = borne[at]?.[other] ?? 0n;
      return amount > 0n ? [{ creditor, amount }] : [];
    });
    for (const { creditor: bearer, amount } of claims) {
      state.emit(events.lossShared({ scheme, window, defaulter, bearer, amount }));
    }
    state.emit(events.memberSuspended({ scheme, account: defaulter, debt: addDebt(state, scheme, defaulter, claims) }));
  }
}

/**
 * What the member owes comes first. During a pause no balance moves: the credit was added to the member's collateral, and what
 * it owes goes from there to the collateral of those who bore its losses.
 */
function payCredit(
  state: State,
  { scheme, window, currency }: Which,
  { account, amount, isPaused }: { account: Account; amount: bigint; isPaused: boolean },
): void {
  const debt = debts.get(state, scheme, account);
  const owed = debt?.amount ?? 0n;
  const toDebt = owed < amount ? owed : amount;
  const into = isPaused ? "collateral" : "balance";
  state.emit(events.creditSettled({ scheme, window, account, amount, toDebt, into }));
  if (isPaused && toDebt > 0n) {
    const before = requireMember(state, scheme, account);
    const after = { ...before, collateral: before.collateral - toDebt };
    putMembers(state, scheme, [{ account, before, after }]);
  }
  if (debt !== undefined) repay(state, { scheme, debtor: account, amount: toDebt, isPaused }, debt);
  if (!isPaused) payOutOfBook(state, { currency, account, amount: amount - toDebt });
}

/** The scheme has no closed window any more, and forgets those settled long ago. */
function endWindow(state: State, scheme: number, window: number): void {
  const { closed, oldest, ...others } = requireScheme(state, scheme);
  assert(closed === window, "the window that is settled is the one that was closed");
  const keptFrom = window + 1 - Number(parameters.windowsKept.get(state));
  const until = Math.min(keptFrom, oldest + deletedMost);
  for (let old = oldest; old < until; old += 1) windows.delete(state, scheme, old);
  schemes.put(state, scheme, { ...others, oldest: Math.max(oldest, until) });
}
