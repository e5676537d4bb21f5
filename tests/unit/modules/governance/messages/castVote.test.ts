// Members vote by `castVote`; the vote that decides closes the proposal.
import { beforeEach, expect, test } from "vitest";
import { parameters as settlementParameters } from "#src/modules/settlement/parameters.ts";
import {
  charterOf,
  createCouncilLedger,
  lockChange,
  propose,
  proposeCharter,
  vote,
  votingMs,
} from "#tests/support/councils.ts";
import type { TestLedger } from "#tests/support/ledger.ts";

let ledger: TestLedger;
beforeEach(() => {
  ledger = createCouncilLedger();
  propose(ledger, "kzt-issuer", lockChange);
});

const stateOf = async (proposal: number) =>
  ((await ledger.query("governance/proposal", { proposal })) as { readonly state: string }).state;

test("counts a vote with the member's weight", async () => {
  const { code, answer, events } = vote(ledger, "participant-bank", 1, "approve");
  expect([code, answer]).toEqual([0, { state: "open" }]);
  const member = ledger.account("participant-bank");
  expect(events).toEqual([
    { type: "governance/voteCounted", content: { proposal: 1, member, choice: "approve", weight: 2 } },
  ]);
  expect(await ledger.query("governance/vote", { proposal: 1, member })).toEqual({ choice: "approve", weight: 2 });
  expect(await ledger.audit()).toEqual([]);
});

test("the vote that decides announces the change, which holds from its height and not a block before", async () => {
  vote(ledger, "participant-bank", 1, "approve");
  const { answer, events } = vote(ledger, "cny-issuer", 1, "approve");
  const fromHeight = ledger.state.height + settlementParameters.lockMsMax.noticeBlocks;
  expect(answer).toEqual({ state: "passed" });
  expect(events.map(({ type }) => type)).toEqual([
    "governance/voteCounted",
    "governance/proposalClosed",
    "parameters/changeVoted",
  ]);
  const by = { kind: "proposal", council: "applications", proposal: 1 };
  const next = { value: lockChange.value, fromHeight, by };
  expect(await ledger.query("parameters/pendingChanges")).toMatchObject({
    items: [{ parameter: lockChange.parameter, next }],
  });
  while (ledger.state.height < fromHeight - 1) ledger.advance(1);
  expect(settlementParameters.lockMsMax.get(ledger.state)).toBe(settlementParameters.lockMsMax.default);
  ledger.advance(1);
  expect(settlementParameters.lockMsMax.get(ledger.state)).toBe(lockChange.value);
  expect(await ledger.audit()).toEqual([]);
});

test("a change that names a later height takes effect there", async () => {
  propose(ledger, "kzt-issuer", { ...lockChange, fromHeight: 90 });
  for (const member of ["participant-bank", "cny-issuer"]) vote(ledger, member, 2, "approve");
  const shown = await ledger.query("parameters/parameter", { parameter: lockChange.parameter });
  expect(shown).toMatchObject({ next: { fromHeight: 90 } });
});

test("is rejected as soon as nobody could pass it any more", async () => {
  expect(vote(ledger, "participant-bank", 1, "reject").answer).toEqual({ state: "rejected" });
  expect(await ledger.query("parameters/pendingChanges")).toEqual({ items: [] });
});

test("refuses a second vote, strangers, closed and unknown proposals, and votes after the end", () => {
  vote(ledger, "cny-issuer", 1, "abstain");
  const before = ledger.digest();
  expect(vote(ledger, "cny-issuer", 1, "approve").refused).toBe("governance/alreadyVoted");
  expect(vote(ledger, "governor", 1, "approve").refused).toBe("governance/notMember");
  expect(vote(ledger, "cny-issuer", 9, "approve").refused).toBe("governance/unknownProposal");
  expect(ledger.digest()).toBe(before);
  vote(ledger, "participant-bank", 1, "reject");
  expect(vote(ledger, "kzt-issuer", 1, "approve").refused).toBe("governance/proposalClosed");

  const { endsMs } = propose(ledger, "kzt-issuer", lockChange).answer as { readonly endsMs: number };
  ledger.executeBlock([], { timeMs: endsMs - 1 });
  expect(vote(ledger, "kzt-issuer", 2, "approve").refused).toBe("governance/votingEnded");
});

test("those who join while a vote is open cannot swing it", async () => {
  const charter = charterOf(ledger, { "participant-bank": 1, alice: 1_000 });
  proposeCharter(ledger, "kzt-issuer", charter);
  for (const member of ["participant-bank", "cny-issuer"]) vote(ledger, member, 2, "approve");
  expect(await stateOf(2)).toBe("passed");
  expect(await ledger.query("governance/council", { council: "applications" })).toMatchObject({ revision: 2 });
  expect(vote(ledger, "alice", 1, "approve").refused).toBe("governance/notMember");
  expect(vote(ledger, "participant-bank", 1, "approve").events[0]?.content).toMatchObject({ weight: 2 });
  expect(propose(ledger, "kzt-issuer", lockChange).refused).toBe("governance/notMember");
  expect(propose(ledger, "alice", lockChange).code).toBe(0);
  expect(await ledger.audit()).toEqual([]);
});

test("of two charters the later one fails, because it would undo the earlier unseen", async () => {
  for (const weight of [3, 4]) proposeCharter(ledger, "kzt-issuer", charterOf(ledger, { "kzt-issuer": weight }));
  for (const proposal of [2, 3]) {
    for (const member of ["participant-bank", "cny-issuer"]) vote(ledger, member, proposal, "approve");
  }
  expect(await ledger.query("governance/proposal", { proposal: 3 })).toMatchObject({
    state: "failed",
    failure: "governance/charterReplaced",
  });
  expect(await ledger.query("governance/charter", { council: "applications", revision: 2 })).toMatchObject({
    members: [{ weight: 3 }],
  });
  expect(await ledger.audit()).toEqual([]);
});

test("a charter fails whose member was frozen while the vote was open", async () => {
  proposeCharter(ledger, "kzt-issuer", charterOf(ledger, { alice: 1 }));
  ledger.send("regulator", "accounts/freezeAccount", { account: ledger.account("alice"), reference: "order 1" });
  for (const member of ["participant-bank", "cny-issuer"]) vote(ledger, member, 2, "approve");
  expect(await ledger.query("governance/proposal", { proposal: 2 })).toMatchObject({
    failure: "accounts/accountFrozen",
  });
  ledger.advance(votingMs);
  expect(await stateOf(1)).toBe("lapsed");
});
