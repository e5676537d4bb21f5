// What defaulters owe those who bore their losses: recorded, repaid in proportion, and ended.
import type { Account } from "#src/core/account.ts";
import { splitByLargestRemainder } from "#src/core/arithmetic.ts";
import { tie } from "#src/modules/accounts/access.ts";
import type { State, Stored } from "#src/state/view.ts";
import { events } from "./events.ts";
import { payOutOfBook, putMembers, requireMember, requireScheme } from "./membership.ts";
import { totalDebit } from "./rules.ts";
import type { Debt } from "./schemas.ts";
import { debts, members } from "./tables.ts";

type Claim = Stored<Debt>["claims"][number];

/** Adds to what a member owes; a creditor's account stays open as long as it has a claim. */
export function addDebt(state: State, scheme: number, debtor: Account, added: readonly Claim[]): bigint {
  const before = debts.get(state, scheme, debtor) ?? { amount: 0n, claims: [] };
  const fresh = new Map(added.map(({ creditor, amount }) => [creditor, amount]));
  const kept = before.claims.map(({ creditor, amount }) => ({
    creditor,
    amount: amount + (fresh.get(creditor) ?? 0n),
  }));
  const known = new Set(before.claims.map(({ creditor }) => creditor));
  const first = added.filter(({ creditor }) => !known.has(creditor));
  for (const { creditor } of first) tie.add(state, creditor);
  const amount = added.reduce((sum, claim) => sum + claim.amount, before.amount);
  debts.put(state, scheme, debtor, { amount, claims: [...kept, ...first] });
  return amount;
}

interface Repayment {
  readonly scheme: number;
  readonly debtor: Account;
  readonly amount: bigint;
  /** During a pause what creditors get is added to their collateral. */
  readonly isPaused?: boolean;
}

/** Pays creditors out of the book, in proportion to their claims: the odd units by the largest remainder. */
export function repay(state: State, { scheme, debtor, amount, isPaused = false }: Repayment, debt: Stored<Debt>): void {
  const parts = splitByLargestRemainder(
    amount,
    debt.claims.map((claim) => claim.amount),
  );
  const paid = debt.claims.map((claim, at) => ({ ...claim, part: parts[at] ?? 0n }));
  for (const { creditor, part } of paid) {
    if (isPaused) addToCollateral(state, scheme, creditor, part);
    else payOutOfBook(state, { currency: requireScheme(state, scheme).currency, account: creditor, amount: part });
  }
  putClaims(
    state,
    { scheme, debtor },
    paid.map(({ creditor, amount: claimed, part }) => ({ creditor, amount: claimed - part })),
  );
  const got = paid.flatMap(({ creditor, part }) => (part > 0n ? [{ creditor, amount: part }] : []));
  state.emit(events.debtReduced({ scheme, account: debtor, amount, debt: debt.amount - amount, parts: got }));
  if (amount === debt.amount) reinstate(state, scheme, debtor);
}

/** Who bore a loss and left has no collateral there any more: its balance gets the part, where the pause holds it. */
function addToCollateral(state: State, scheme: number, account: Account, amount: bigint): void {
  const before = members.get(state, scheme, account);
  if (before === undefined) {
    payOutOfBook(state, { currency: requireScheme(state, scheme).currency, account, amount });
    return;
  }
  putMembers(state, scheme, [{ account, before, after: { ...before, collateral: before.collateral + amount } }]);
}

/** Writes what is left of claims; those of nothing go, and with the last one the debt. */
export function putClaims(
  state: State,
  { scheme, debtor }: { readonly scheme: number; readonly debtor: Account },
  claims: readonly Claim[],
): void {
  const left = claims.filter(({ amount }) => amount > 0n);
  for (const { creditor, amount } of claims) if (amount === 0n) tie.remove(state, creditor);
  const amount = left.reduce((sum, claim) => sum + claim.amount, 0n);
  if (amount === 0n) debts.delete(state, scheme, debtor);
  else debts.put(state, scheme, debtor, { amount, claims: left });
}

/** A member that owes nothing is one again; how much debit it may have is for the operator to say anew. */
export function reinstate(state: State, scheme: number, account: Account): void {
  const before = requireMember(state, scheme, account);
  const operatorCap = totalDebit(before);
  putMembers(state, scheme, [{ account, before, after: { ...before, status: "active", operatorCap } }]);
  state.emit(events.memberReinstated({ scheme, account, operatorCap }));
}
