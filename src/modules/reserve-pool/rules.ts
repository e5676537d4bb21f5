// Arithmetic of a pool in whole numbers: what a member may draw, who contributes how much, and at which rate.
import { divideDown, minimum } from "#src/core/arithmetic.ts";
import { assert } from "#src/core/assert.ts";
import type { Stored } from "#src/state/view.ts";
import type { Member, Request, Terms } from "./schemas.ts";

const wholeBp = 10_000n;
/** Every second renewal costs more, and margin and steps together end at the cap, as in the Chiang Mai Initiative. */
const renewalStepBp = 50;
export const marginCapBp = 300;

/** What a member may have drawn at once, and the parts of it that need no programme, and no vote; all rounded down. */
export function allowanceOf(
  { quota, multipleBp }: Pick<Stored<Member>, "quota" | "multipleBp">,
  { delinkedBp, unvotedBp }: Pick<Stored<Terms>, "delinkedBp" | "unvotedBp">,
) {
  const most = divideDown(quota * BigInt(multipleBp), wholeBp);
  const part = (shareBp: number) => divideDown(most * BigInt(shareBp), wholeBp);
  return { most, delinked: part(delinkedBp), unvoted: part(Math.min(unvotedBp, delinkedBp)) };
}

export function rateBpOf({ baseBp, marginBp }: Stored<Terms>, renewals: number): number {
  return baseBp + Math.min(marginCapBp, marginBp + renewalStepBp * (renewals >> 1));
}

export type Outcome = "open" | "approved" | "rejected";

/** How a vote stands: two thirds of all quotas but the drawer's approve; more than a third rejects. */
export function outcomeOf({ weight, yes, no }: Pick<Stored<Request>, "weight" | "yes" | "no">): Outcome {
  if (yes * 3n >= weight * 2n) return "approved";
  return no * 3n > weight ? "rejected" : "open";
}

interface Contributor {
  readonly quota: bigint;
  /** What it can contribute now. */
  readonly capacity: bigint;
}

/**
 * Who contributes how much: in proportion to quotas, rounded down. Who can bring less than that brings all it can, and the rest
 * is divided anew among the others; the last units are taken one by one, in the order of the list.
 */
export function contributionsOf(amount: bigint, contributors: readonly Contributor[]): bigint[] {
  const total = contributors.reduce((sum, { capacity }) => sum + capacity, 0n);
  assert(amount <= total, "a pool lends what its members can bring");
  const shares = contributors.map(() => 0n);
  let open = contributors.map((_, at) => at).filter((at) => quotaAt(contributors, at) > 0n);
  let rest = amount;
  for (;;) {
    const quotas = open.reduce((sum, at) => sum + quotaAt(contributors, at), 0n);
    const short = open.filter((at) => capacityAt(contributors, at) * quotas <= rest * quotaAt(contributors, at));
    if (short.length === 0) break;
    for (const at of short) shares[at] = capacityAt(contributors, at);
    rest -= short.reduce((sum, at) => sum + capacityAt(contributors, at), 0n);
    open = open.filter((at) => !short.includes(at));
  }
  const quotas = open.reduce((sum, at) => sum + quotaAt(contributors, at), 0n);
  for (const at of open) shares[at] = divideDown(rest * quotaAt(contributors, at), quotas);
  let last = amount - shares.reduce((sum, share) => sum + share, 0n);
  for (const at of open) {
    const more = minimum(last, 1n, capacityAt(contributors, at) - (shares[at] ?? 0n));
    shares[at] = (shares[at] ?? 0n) + more;
    last -= more;
  }
  assert(last === 0n, "all of the amount is contributed");
  return shares;
}

function quotaAt(contributors: readonly Contributor[], at: number): bigint {
  return contributors[at]?.quota ?? 0n;
}

function capacityAt(contributors: readonly Contributor[], at: number): bigint {
  return contributors[at]?.capacity ?? 0n;
}

/** Why terms cannot be proposed, if they cannot. */
export function flawOf({ currency, members, marginBp }: Stored<Terms>): "twice" | "multiple" | "margin" | undefined {
  const names = members.flatMap((seat) => [seat.centralBank, seat.currency]);
  if (new Set(names).size < names.length) return "twice";
  if (members.some((seat) => seat.currency === currency && seat.multipleBp > 0)) return "multiple";
  return marginBp > marginCapBp ? "margin" : undefined;
}
