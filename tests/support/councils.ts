// A ledger with the devnet's council, and its votes.
import { accounts } from "#src/modules/accounts/module.ts";
import { authority } from "#src/modules/authority/module.ts";
import { governance } from "#src/modules/governance/module.ts";
import { parameters } from "#src/modules/parameters/module.ts";
import { settlement } from "#src/modules/settlement/module.ts";
import { createTestLedger, type TestLedger } from "./ledger.ts";

export const applications = "applications";
/** Of the weights 2, 1 and 1, in this order. */
export const members = ["participant-bank", "cny-issuer", "kzt-issuer"] as const;
export const votingMs = 600_000;

export interface Change {
  readonly parameter: string;
  readonly value: bigint;
  readonly fromHeight?: number;
}

export const lockChange = { parameter: "settlement.lockMsMax", value: 7_200_000n } as const;

export function createCouncilLedger(): TestLedger {
  return createTestLedger({ modules: [accounts, authority, parameters, governance, settlement] });
}

/** What a charter looks like in a message, with members by their alias. */
export function charterOf(ledger: TestLedger, weights: Readonly<Record<string, number>>, changed: object = {}) {
  const named = Object.entries(weights).map(([alias, weight]) => ({ account: ledger.account(alias), weight }));
  return { members: named, quorumBp: 5_000, approvalBp: 6_667, votingMs, ...changed };
}

export function propose(ledger: TestLedger, actor: string, ...changes: readonly Change[]) {
  return ledger.send(actor, "governance/proposeChanges", { council: applications, purpose: "better rules", changes });
}

export function proposeCharter(ledger: TestLedger, actor: string, charter: object) {
  return ledger.send(actor, "governance/proposeCharter", { council: applications, purpose: "new members", ...charter });
}

export function vote(ledger: TestLedger, actor: string, proposal: number, choice: "approve" | "reject" | "abstain") {
  return ledger.send(actor, "governance/castVote", { proposal, choice });
}

/** The council passes changes; the number of the proposal. */
export function pass(ledger: TestLedger, ...changes: readonly Change[]): number {
  const { proposal } = propose(ledger, "participant-bank", ...changes).answer as { readonly proposal: number };
  for (const member of ["participant-bank", "cny-issuer"]) vote(ledger, member, proposal, "approve");
  return proposal;
}
