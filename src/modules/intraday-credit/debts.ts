// What banks owe: the rows of their debts, the list of those who owe, and the sums that must follow.
import { assert, present } from "#src/core/assert.ts";
import { compareText } from "#src/core/order.ts";
import { tie } from "#src/modules/accounts/access.ts";
import { read as swapLines } from "#src/modules/swap-lines/access.ts";
import type { State, StateReader, Stored } from "#src/state/view.ts";
import { parameters } from "./parameters.ts";
import { isOverdue } from "./rules.ts";
import type { Credit, Debt, Line, Place } from "./schemas.ts";
import {
  currencyDebtors,
  debtorCounts,
  debtorPlaces,
  debtors,
  debts,
  exposures,
  lineCounts,
  lines,
  nextDraws,
} from "./tables.ts";

export function debtsOf(state: StateReader, { currency, account }: Place): readonly Stored<Debt>[] {
  return debts.get(state, currency, account) ?? [];
}

/** A debt of either kind that is due and was not repaid: until it is, nothing more is lent in its currency. */
export function overdueDebt(state: StateReader, place: Place): Stored<Debt> | undefined {
  return debtsOf(state, place).find((debt) => {
    const due = debt.kind === "credit" ? debt : swapLines.onwardDraw(state, debt.line, debt.draw);
    return due !== undefined && isOverdue(due, state.timeMs);
  });
}

/** Writes what a bank owes, and lists it among those who owe, or no longer. */
export function putDebts(state: State, place: Place, after: readonly Stored<Debt>[]): void {
  const { currency, account } = place;
  const before = debtsOf(state, place);
  const isListed = before.length > 0;
  tallyDebts(state, currency, before, -1n);
  tallyDebts(state, currency, after, 1n);
  if (after.length > 0) debts.put(state, currency, account, after);
  else if (isListed) debts.delete(state, currency, account);
  if (after.length > 0 && !isListed) listDebtor(state, place);
  if (after.length === 0 && isListed) unlistDebtor(state, place);
}

/** The debts count against the sums, which the machine requires to balance. */
function tallyDebts(state: State, currency: string, list: readonly Stored<Debt>[], sign: 1n | -1n): void {
  for (const debt of list) {
    if (debt.kind !== "credit") continue;
    state.tally(`intraday-credit/lent/${currency}`, sign * debt.amount);
    const { collateral } = debt;
    if (collateral !== undefined)
      state.tally(`intraday-credit/collateral/${collateral.currency}`, sign * collateral.amount);
  }
}

function listDebtor(state: State, { currency, account }: Place): void {
  const count = debtorCounts.get(state) ?? 0;
  debtors.put(state, count, { currency, account });
  debtorPlaces.put(state, currency, account, count);
  debtorCounts.put(state, count + 1);
  currencyDebtors.put(state, currency, (currencyDebtors.get(state, currency) ?? 0) + 1);
  tie.add(state, account);
}

/** The last one takes the place of the one that goes. */
function unlistDebtor(state: State, { currency, account }: Place): void {
  const at = present(debtorPlaces.get(state, currency, account), "who owes is listed");
  const last = (debtorCounts.get(state) ?? 0) - 1;
  const moved = present(debtors.get(state, last), "a list has a row for every index below its length");
  debtors.put(state, at, moved);
  debtorPlaces.put(state, moved.currency, moved.account, at);
  debtors.delete(state, last);
  debtorPlaces.delete(state, currency, account);
  if (last === 0) debtorCounts.delete(state);
  else debtorCounts.put(state, last);
  const others = present(currencyDebtors.get(state, currency), "who owes is counted") - 1;
  if (others === 0) currencyDebtors.delete(state, currency);
  else currencyDebtors.put(state, currency, others);
  tie.remove(state, account);
}

/** How many more banks may come to owe in a currency: one currency's banks take no places of another's. */
export function debtorsLeft(state: StateReader, currency: string): number {
  return Math.max(0, Number(parameters.debtorsMost.get(state)) - (currencyDebtors.get(state, currency) ?? 0));
}

/** All who owe, by currency and account: what is given back to one place may pay for another, so the order counts. */
export function debtorsInOrder(state: StateReader): Place[] {
  const count = debtorCounts.get(state) ?? 0;
  const all = Array.from({ length: count }, (_, index) =>
    present(debtors.get(state, index), "a list has a row for every index below its length"),
  );
  const name = ({ currency, account }: Place) => `${currency}/${account}`;
  return all.sort((left, right) => compareText(name(left), name(right)));
}

/** A number that no draw had before. */
export function takeNumber(state: State): number {
  const number = nextDraws.get(state) ?? 1;
  nextDraws.put(state, number + 1);
  return number;
}

/** Counts a change of one draw of credit in its line and in the sums. */
export function countCredit(
  state: State,
  { currency, account }: Place,
  before: Stored<Credit> | undefined,
  after: Stored<Credit> | undefined,
): void {
  const lent = (after?.amount ?? 0n) - (before?.amount ?? 0n);
  const line = present(lines.get(state, currency, account), "who has drawn has a line");
  putLine(state, { currency, account }, { ...line, drawn: line.drawn + lent });
  addExposure(state, currency, { lent, collateral: 0n });
  const held = (after ?? before)?.collateral?.currency;
  if (held === undefined) return;
  const collateral = (after?.collateral?.amount ?? 0n) - (before?.collateral?.amount ?? 0n);
  addExposure(state, held, { lent: 0n, collateral });
}

function addExposure(
  state: State,
  currency: string,
  change: { readonly lent: bigint; readonly collateral: bigint },
): void {
  const before = exposures.get(state, currency) ?? { lent: 0n, collateral: 0n };
  const after = { lent: before.lent + change.lent, collateral: before.collateral + change.collateral };
  if (after.lent === 0n && after.collateral === 0n) exposures.delete(state, currency);
  else exposures.put(state, currency, after);
  state.tally(`intraday-credit/lent/${currency}`, -change.lent);
  state.tally(`intraday-credit/collateral/${currency}`, -change.collateral);
}

/** Writes a line, or drops it when it has ended and nothing is drawn, and counts the lines of its currency. */
export function putLine(state: State, { currency, account }: Place, after: Stored<Line>): void {
  assert(after.drawn <= after.limit, "nobody draws beyond the limit");
  const wasThere = lines.has(state, currency, account);
  const isThere = !after.isEnded || after.drawn > 0n;
  if (isThere) lines.put(state, currency, account, after);
  else lines.delete(state, currency, account);
  if (isThere === wasThere) return;
  const count = (lineCounts.get(state, currency) ?? 0) + (isThere ? 1 : -1);
  if (count === 0) lineCounts.delete(state, currency);
  else lineCounts.put(state, currency, count);
}
