// Schemes and members as the messages and the block work find and write them, and what covers the debits of all.
import type { Account } from "#src/core/account.ts";
import { move, tie } from "#src/modules/accounts/access.ts";
import type { State, StateReader, Stored } from "#src/state/view.ts";
import { collateralBook } from "./books.ts";
import { events } from "./events.ts";
import { refusals } from "./refusals.ts";
import { shareOf, totalDebit, uncoveredOf } from "./rules.ts";
import type { Member, Scheme } from "./schemas.ts";
import { members, nextSchemes, rosters, schemeCounts, schemes, windows } from "./tables.ts";

export function requireScheme(state: StateReader, scheme: number): Stored<Scheme> {
  const row = schemes.get(state, scheme);
  if (row !== undefined) return row;
  if (scheme < (nextSchemes.get(state) ?? 1)) throw refusals.schemeEnded({ scheme });
  throw refusals.unknownScheme({ scheme });
}

/** A scheme that takes payments and members. */
export function requireOpenScheme(state: StateReader, scheme: number): Stored<Scheme> {
  const row = requireScheme(state, scheme);
  if (row.status !== "open") throw refusals.schemeClosing({ scheme });
  return row;
}

export function requireMember(state: StateReader, scheme: number, account: Account): Stored<Member> {
  const row = members.get(state, scheme, account);
  if (row === undefined) throw refusals.unknownMember({ account });
  return row;
}

export function requireActive(state: StateReader, scheme: number, account: Account): Stored<Member> {
  const row = requireMember(state, scheme, account);
  if (row.status !== "active") throw refusals.notActive({ account, status: row.status });
  return row;
}

/** The lower one of both caps; what others would bear limits the debit as well. */
export const capOf = ({ ownCap, operatorCap }: Stored<Member>): bigint => (ownCap < operatorCap ? ownCap : operatorCap);

export function requireCapAbove(member: Stored<Member>, cap: bigint): void {
  const debit = totalDebit(member);
  if (cap < debit) throw refusals.capBelowDebit({ debit });
}

/** One member's part in the totals of its scheme: a share counts only of members who stay. */
function partOf(member: Stored<Member> | undefined) {
  if (member === undefined) return { uncovered: 0n, shares: 0n };
  return { uncovered: uncoveredOf(member), shares: member.status === "active" ? shareOf(member) : 0n };
}

export interface MemberChange {
  readonly account: Account;
  readonly before: Stored<Member> | undefined;
  readonly after: Stored<Member> | undefined;
}

function totalsAfter({ uncovered, shares }: Pick<Scheme, "uncovered" | "shares">, changes: readonly MemberChange[]) {
  return changes.reduce(
    (totals, { before, after }) => {
      const [old, fresh] = [partOf(before), partOf(after)];
      return {
        uncovered: totals.uncovered + fresh.uncovered - old.uncovered,
        shares: totals.shares + fresh.shares - old.shares,
      };
    },
    { uncovered, shares },
  );
}

/** What those who stay would bear beyond what they may have to; below zero only while members who leave still stand by. */
export const slackOf = ({ uncovered, shares }: Pick<Scheme, "uncovered" | "shares">): bigint => shares - uncovered;

/** What the slack is to be after changes of members. */
export const slackAfter = (scheme: Stored<Scheme>, changes: readonly MemberChange[]): bigint =>
  slackOf(totalsAfter(scheme, changes));

/**
 * Refuses what would leave debits beyond collateral that nobody agreed to bear. While the shares of those who leave are
 * needed, what does not make it worse is allowed.
 */
export function requireCover(scheme: Stored<Scheme>, changes: readonly MemberChange[]): void {
  const slack = slackAfter(scheme, changes);
  if (slack < 0n && slack < slackOf(scheme)) throw refusals.coverExceeded({ lacking: -slack });
}

/** Writes members, the totals of their scheme, and the sums that must balance when the transaction ends. */
export function putMembers(state: State, scheme: number, changes: readonly MemberChange[]): void {
  const row = requireScheme(state, scheme);
  for (const { account, before, after } of changes) {
    const position = (member: Stored<Member> | undefined) =>
      member === undefined ? 0n : member.openPosition + member.closedPosition;
    state.tally(`net-windows/positions/${scheme}`, position(after) - position(before));
    state.tally(`net-windows/collateral/${row.currency}`, (before?.collateral ?? 0n) - (after?.collateral ?? 0n));
    if (after === undefined) members.delete(state, scheme, account);
    else members.put(state, scheme, account, after);
  }
  schemes.put(state, scheme, { ...row, ...totalsAfter(row, changes) });
}

export interface BookEntry {
  readonly currency: string;
  readonly account: Account;
  readonly amount: bigint;
}

export function payIntoBook(state: State, { currency, account, amount }: BookEntry): void {
  move.transfer(state, { currency, from: account, to: collateralBook, amount });
  state.tally(`net-windows/collateral/${currency}`, amount);
}

/** To a frozen balance as well, where the money stays frozen: what is owed to it is not refused to it. */
export function payOutOfBook(state: State, { currency, account, amount }: BookEntry): void {
  move.giveBack(state, { currency, from: collateralBook, to: account, amount });
  state.tally(`net-windows/collateral/${currency}`, -amount);
}

interface Present {
  readonly account: Account;
  readonly before: Stored<Member>;
}

/** Whether a member is even, and what the others owe is covered without it. */
export function mayDepart(scheme: Stored<Scheme>, { account, before }: Present): boolean {
  const isEven = before.openPosition === 0n && before.closedPosition === 0n;
  return isEven && slackAfter(scheme, [{ account, before, after: undefined }]) >= 0n;
}

/** A member that nothing needs goes with its collateral, and who was only invited with nothing. */
export function depart(state: State, scheme: number, { account, before }: Present): void {
  const { currency } = requireScheme(state, scheme);
  putMembers(state, scheme, [{ account, before, after: undefined }]);
  // Who was only invited may have closed its account.
  if (before.collateral > 0n) payOutOfBook(state, { currency, account, amount: before.collateral });
  if (before.status === "invited") state.emit(events.invitationEnded({ scheme, account }));
  else {
    tie.remove(state, account);
    state.emit(events.memberDeparted({ scheme, account, collateralReturned: before.collateral }));
  }
  removeFromRoster(state, scheme, account);
}

/** Who leaves goes to the end of the roster, so that those who leave stand there in the order in which they said so. */
export function announceLeave(state: State, scheme: number, { account, before }: Present): void {
  putMembers(state, scheme, [{ account, before, after: { ...before, status: "leaving" } }]);
  const others = (rosters.get(state, scheme) ?? []).filter((one) => one !== account);
  rosters.put(state, scheme, [...others, account]);
  state.emit(events.leaveAnnounced({ scheme, account }));
}

/** Those whom the totals of a window concern. */
export function readersOf(state: StateReader, scheme: number) {
  return { operator: requireScheme(state, scheme).operator, members: rosters.get(state, scheme) ?? [] };
}

/** Takes an account off the roster; the last one takes a closed scheme with it. */
export function removeFromRoster(state: State, scheme: number, account: Account): void {
  const left = (rosters.get(state, scheme) ?? []).filter((one) => one !== account);
  if (left.length > 0) rosters.put(state, scheme, left);
  else rosters.delete(state, scheme);
  if (left.length === 0 && requireScheme(state, scheme).status === "closing") removeScheme(state, scheme);
}

export const noSchemes = { open: 0, closing: 0 };

export function changeCounts(
  state: State,
  currency: string,
  { open = 0, closing = 0 }: Partial<typeof noSchemes>,
): void {
  const before = schemeCounts.get(state, currency) ?? noSchemes;
  const after = { open: before.open + open, closing: before.closing + closing };
  if (after.open + after.closing > 0) schemeCounts.put(state, currency, after);
  else schemeCounts.delete(state, currency);
}

/** With its windows, a bounded number; what falls due of it later is skipped. */
export function removeScheme(state: State, scheme: number): void {
  const { currency, operator, status, oldest, windows: newest } = requireScheme(state, scheme);
  for (let window = oldest; window <= newest; window += 1) windows.delete(state, scheme, window);
  changeCounts(state, currency, { [status]: -1 });
  tie.remove(state, operator);
  schemes.delete(state, scheme);
}
