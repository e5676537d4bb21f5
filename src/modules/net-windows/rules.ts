// The arithmetic of net windows: debits, what covers them, the grid of closing times, and how losses are shared.
import { splitByLargestRemainder } from "#src/core/arithmetic.ts";
import { assert } from "#src/core/assert.ts";
import type { Stored } from "#src/state/view.ts";
import type { Member } from "./schemas.ts";

type Risk = Pick<Stored<Member>, "collateral" | "lossShareMost" | "openPosition" | "closedPosition">;

const debitOf = (position: bigint): bigint => (position < 0n ? -position : 0n);

/** Debits of both windows: what one is owed in the one is not set off against what one owes in the other. */
export const totalDebit = ({ openPosition, closedPosition }: Pick<Risk, "openPosition" | "closedPosition">): bigint =>
  debitOf(openPosition) + debitOf(closedPosition);

/** By how much the debits exceed the member's own collateral. */
export function uncoveredOf(member: Risk): bigint {
  const lacking = totalDebit(member) - member.collateral;
  return lacking > 0n ? lacking : 0n;
}

/** What the member would bear of others' losses now: as much as it agreed to, out of collateral that its own debits do not need. */
export function shareOf(member: Risk): bigint {
  const free = member.collateral - totalDebit(member);
  if (free <= 0n) return 0n;
  return free < member.lossShareMost ? free : member.lossShareMost;
}

/** The first moment of the grid that is later than now. */
export function nextClose(openedMs: number, windowMs: number, nowMs: number): number {
  return openedMs + (Math.trunc((nowMs - openedMs) / windowMs) + 1) * windowMs;
}

export interface Payment {
  readonly fromBalance: bigint;
  readonly fromCollateral: bigint;
  readonly lacking: bigint;
}

/** What a net debtor pays: out of its balance first, then out of its collateral. */
export function payDebit(debit: bigint, balance: bigint, collateral: bigint): Payment {
  const fromBalance = balance < debit ? balance : debit;
  const rest = debit - fromBalance;
  const fromCollateral = collateral < rest ? collateral : rest;
  return { fromBalance, fromCollateral, lacking: rest - fromCollateral };
}

/**
 * Losses among those who bear them, one defaulter after the other, in proportion to what is left of each one's share. The
 * odd units go by the largest remainder, which never takes more than a whole share. One row for each loss.
 */
export function shareLosses(losses: readonly bigint[], shares: readonly bigint[]): bigint[][] {
  let left = [...shares];
  return losses.map((loss) => {
    const sum = left.reduce((total, share) => total + share, 0n);
    assert(loss <= sum, "losses are no more than those who survive agreed to bear");
    const borne = loss === 0n ? left.map(() => 0n) : splitByLargestRemainder(loss, left);
    left = left.map((share, at) => share - (borne[at] ?? 0n));
    return borne;
  });
}
