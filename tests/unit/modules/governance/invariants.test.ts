// The promises of governance: kept by what the messages do, and found broken when a row is changed by hand.
import { beforeEach, expect, test } from "vitest";
import { present } from "#src/core/assert.ts";
import { initialiseState } from "#src/machine/genesis.ts";
import { parameterValues } from "#src/machine/parameter.ts";
import { ModuleVersions } from "#src/machine/versions.ts";
import { accounts } from "#src/modules/accounts/module.ts";
import { authority } from "#src/modules/authority/module.ts";
import {
  charterOfEveryRevision,
  openProposalsFallDue,
  proposalsAreListed,
  talliesEqualVotes,
  votedChangesPassed,
} from "#src/modules/governance/invariants.ts";
import { governance } from "#src/modules/governance/module.ts";
import { openAsMember } from "#src/modules/governance/proposing.ts";
import { charters, deadlines, listed, openCounts, proposals, votes } from "#src/modules/governance/tables.ts";
import { parameters } from "#src/modules/parameters/module.ts";
import { settlement } from "#src/modules/settlement/module.ts";
import { devnetGenesis, devnetNames } from "#src/node/devnet.ts";
import { applications, lockChange } from "#tests/support/councils.ts";
import { memoryState } from "#tests/support/memoryState.ts";

const checks = [
  charterOfEveryRevision,
  talliesEqualVotes,
  proposalsAreListed,
  openProposalsFallDue,
  votedChangesPassed,
];

/** A devnet's first state with an open proposal. */
function stateWithProposal() {
  const memory = memoryState(0);
  const { journal, scanner } = memory;
  const versions = new ModuleVersions([accounts, authority, parameters, governance, settlement]);
  initialiseState(journal, versions.newest(), versions, devnetGenesis(versions.newest(), journal.timeMs));
  const proposer = devnetNames(versions.newest(), journal.timeMs).account("kzt-issuer");
  const action = { kind: "parameters", changes: [lockChange] } as const;
  openAsMember(journal, { council: applications, proposer, purpose: "x", action });
  const broken = async () => (await Promise.all(checks.map((check) => check({ state: scanner() })))).flat();
  return { journal, proposer, broken, row: present(proposals.get(journal, 1), "the proposal") };
}

let at: ReturnType<typeof stateWithProposal>;
beforeEach(() => {
  at = stateWithProposal();
});

test("nothing is broken while only messages wrote", async () => {
  expect(await at.broken()).toEqual([]);
});

test("charterOfEveryRevision finds a charter that is missing, and one that names a member twice", async () => {
  const charter = present(charters.get(at.journal, applications, 1), "the charter");
  const [member] = charter.members;
  if (member === undefined) throw new Error("a charter has members");
  charters.put(at.journal, applications, 2, { ...charter, members: [member, member] });
  expect(await at.broken()).toEqual([
    "applications: charter 2 names a member twice",
    "1 charters in force or replaced, but 2 kept",
  ]);
  charters.delete(at.journal, applications, 2);
  charters.delete(at.journal, applications, 1);
  expect(await at.broken()).toContain("applications: no charter 1");
});

test("talliesEqualVotes finds a tally without its votes, and a vote of another weight", async () => {
  proposals.put(at.journal, 1, { ...at.row, tally: { approve: 1, reject: 0, abstain: 0 } });
  expect(await at.broken()).toEqual(["proposal 1: its tally is not the sum of its votes"]);
  votes.put(at.journal, 1, at.proposer, { choice: "approve", weight: 1 });
  expect(await at.broken()).toEqual([]);
  proposals.put(at.journal, 1, { ...at.row, tally: { approve: 5, reject: 0, abstain: 0 } });
  votes.put(at.journal, 1, at.proposer, { choice: "approve", weight: 5 });
  expect(await at.broken()).toEqual([`proposal 1: ${at.proposer} voted with 5 instead of 1`]);
});

test("proposalsAreListed finds what is listed wrongly or counted wrongly", async () => {
  listed.put(at.journal, applications, "passed", 1, {});
  expect(await at.broken()).toEqual(["1 proposals, but 2 listed"]);
  listed.delete(at.journal, applications, "open", 1);
  expect(await at.broken()).toEqual(["proposal 1 is not listed as open"]);
  listed.delete(at.journal, applications, "passed", 1);
  listed.put(at.journal, applications, "open", 1, {});
  openCounts.put(at.journal, applications, at.proposer, 2);
  expect(await at.broken()).toEqual([`${applications}/${at.proposer}: 1 open proposals, but a count of 2`]);
  openCounts.delete(at.journal, applications, at.proposer);
  expect(await at.broken()).toEqual([`${applications}/${at.proposer}: 1 open proposals, but no count`]);
});

test("openProposalsFallDue finds a vote that never ends", async () => {
  deadlines.takeDue(at.journal, 1, at.row.endsMs);
  expect(await at.broken()).toEqual(["proposal 1 never falls due"]);
});

test("votedChangesPassed finds a change announced in the name of a council that did not pass it", async () => {
  const by = { kind: "proposal", council: applications, proposal: 1 } as const;
  const value = { value: 7_000_000n, next: { value: lockChange.value, fromHeight: 9, by } };
  parameterValues.put(at.journal, lockChange.parameter, value);
  expect(await at.broken()).toEqual(["settlement.lockMsMax: announced by proposal 1, which did not pass it"]);
});
