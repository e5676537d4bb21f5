// How votes are counted; no state.
import type { Stored } from "#src/state/view.ts";
import type { Charter, Tally } from "./schemas.ts";

const wholeBp = 10_000;

export function totalWeight({ members }: Pick<Stored<Charter>, "members">): number {
  return members.reduce((sum, { weight }) => sum + weight, 0);
}

/** The weight of all votes cast, abstentions included. */
export function weightVoted({ approve, reject, abstain }: Tally): number {
  return approve + reject + abstain;
}

/** Abstaining counts towards the quorum. Nothing is divided, so that nothing is rounded. */
export function hasQuorum(tally: Tally, charter: Stored<Charter>): boolean {
  return weightVoted(tally) * wholeBp >= charter.quorumBp * totalWeight(charter);
}

/** Who abstains leaves the decision to the others; where all do, nothing is approved. */
export function isApproved({ approve, reject }: Tally, { approvalBp }: Pick<Charter, "approvalBp">): boolean {
  return approve > 0 && approve * wholeBp >= approvalBp * (approve + reject);
}

/** What the votes come to when no more are taken. */
export function outcomeOf(tally: Tally, charter: Stored<Charter>): "passed" | "rejected" | "lapsed" {
  if (!hasQuorum(tally, charter)) return "lapsed";
  return isApproved(tally, charter) ? "passed" : "rejected";
}

/** Whether the votes still to come cannot change the outcome, however they are cast. Votes are final, so it stays so. */
export function isDecided(tally: Tally, charter: Stored<Charter>): boolean {
  if (!hasQuorum(tally, charter)) return false;
  const left = totalWeight(charter) - weightVoted(tally);
  const { approve, reject } = tally;
  return (
    isApproved({ ...tally, reject: reject + left }, charter) ||
    !isApproved({ ...tally, approve: approve + left }, charter)
  );
}
