// Proposals for bundles: opened by one payer, closed when all have confirmed, one has withdrawn, or time is up.
import { assert } from "#src/core/assert.ts";
import { tie } from "#src/modules/accounts/access.ts";
import type { State, StateReader, Stored } from "#src/state/view.ts";
import { changeAccountLegs, changeOpenCount } from "./items.ts";
import { refusals } from "./refusals.ts";
import type { Item, Proposal } from "./schemas.ts";
import { proposalCounts, proposalExpiries, proposals } from "./tables.ts";

export function requireProposal(state: StateReader, bundle: string): Stored<Proposal> {
  const proposal = proposals.get(state, bundle);
  if (proposal === undefined) throw refusals.unknownBundle({ bundle });
  return proposal;
}

export function openProposal(state: State, bundle: string, proposal: Stored<Proposal>): void {
  const { proposer, expiresMs } = proposal;
  proposals.put(state, bundle, proposal);
  proposalCounts.put(state, proposer, (proposalCounts.get(state, proposer) ?? 0) + 1);
  changeOpenCount(state, proposal.legs.length);
  changeAccountLegs(state, proposer, proposal.legs.length);
  tie.add(state, proposer);
  proposalExpiries.add(state, expiresMs, bundle);
}

export function closeProposal(state: State, bundle: string, { proposer, legs }: Stored<Proposal>): void {
  proposals.delete(state, bundle);
  const left = (proposalCounts.get(state, proposer) ?? 0) - 1;
  assert(left >= 0, "only what was proposed is closed");
  if (left === 0) proposalCounts.delete(state, proposer);
  else proposalCounts.put(state, proposer, left);
  changeOpenCount(state, -legs.length);
  changeAccountLegs(state, proposer, -legs.length);
  tie.remove(state, proposer);
}

/** The item that a proposal becomes. */
export function itemOf({ proposer: _, waitsFor: __, ...item }: Stored<Proposal>): Stored<Item> {
  return item;
}
