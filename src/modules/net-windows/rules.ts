// The arithmetic of net windows: debits, what covers them, the grid of closing times, and how losses are shared.
import { splitByLargestRemainder } from "#src/core/arithmetic.ts";
import { present } from "#src/core/assert.ts";
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
 * Losses among those who bear them, one defaulter after the other, in proportion to what is left of each one's share. Shares
 * come in tiers, and one is called on only for what those before it cannot bear. The odd units go by the largest remainder,
 * which never takes more than a whole share. One row for each loss.
 */
export function shareLosses(losses: readonly bigint[], tiers: readonly (readonly bigint[])[]): bigint[][] {
  const left = tiers.map((shares) => [...shares]);
  let tier = 0;
  return losses.map((loss) => {
    const borne = (tiers[0] ?? []).map(() => 0n);
    let lacking = loss;
    while (lacking > 0n) {
      const shares = present(left[tier], "losses are no more than those who survive agreed to bear");
      const sum = shares.reduce((total, share) => total + share, 0n);
      const part = lacking < sum ? lacking : sum;
      const parts = part === 0n ? shares.map(() => 0n) : splitByLargestRemainder(part, shares);
      for (const [at, share] of parts.entries()) {
        borne[at] = (borne[at] ?? 0n) + share;
        shares[at] = (shares[at] ?? 0n) - share;
      }
      lacking -= part;
      if (lacking > 0n) tier += 1;
    }
    return borne;
  });
}

/**
 * The tiers of a roster: members who stay come first, since all that was taken last relies on them; then those who leave, the
 * last one to say so before the others, because what was taken after the word of one relied on all who had not said it yet.
 */
export function tiersOf(members: readonly (Risk & Pick<Stored<Member>, "status">)[]): bigint[][] {
  const active = members.map((member) => (member.status === "active" ? shareOf(member) : 0n));
  const leaving = members.flatMap(({ status }, at) => (status === "leaving" ? [at] : []));
  const alone = leaving.map((at) => members.map((member, other) => (other === at ? shareOf(member) : 0n)));
  return [active, ...alone.reverse()];
}
