// Votes that end by time, a bounded number in each block.
import { beforeEach, expect, test } from "vitest";
import { limits } from "#src/core/limits.ts";
import { deadlines } from "#src/modules/governance/tables.ts";
import { createCouncilLedger, lockChange, propose, vote, votingMs } from "#tests/support/councils.ts";
import type { TestLedger } from "#tests/support/ledger.ts";

let ledger: TestLedger;
beforeEach(() => {
  ledger = createCouncilLedger();
});
const proposal = (number: number) => ledger.query("governance/proposal", { proposal: number });

test("closes a proposal in the first block whose time reaches its end, and not before", async () => {
  const { endsMs } = propose(ledger, "kzt-issuer", lockChange).answer as { readonly endsMs: number };
  vote(ledger, "participant-bank", 1, "approve");
  expect(ledger.executeBlock([], { timeMs: endsMs - 1 }).blockEvents).toEqual([]);
  const { blockEvents } = ledger.executeBlock([], { timeMs: endsMs });
  expect(blockEvents.map(({ type }) => type)).toEqual(["governance/proposalClosed", "parameters/changeVoted"]);
  expect(await proposal(1)).toMatchObject({ state: "passed", closedMs: endsMs, tally: { approve: 2 } });
  expect(await ledger.audit()).toEqual([]);
});

test("what lacks a quorum lapses, and what too few approve is rejected", async () => {
  for (let at = 0; at < 2; at += 1) propose(ledger, "kzt-issuer", lockChange);
  vote(ledger, "kzt-issuer", 1, "approve");
  vote(ledger, "kzt-issuer", 2, "reject");
  vote(ledger, "cny-issuer", 2, "abstain");
  ledger.advance(votingMs);
  expect(await proposal(1)).toMatchObject({ state: "lapsed" });
  expect(await proposal(2)).toMatchObject({ state: "rejected" });
  expect(await ledger.query("parameters/pendingChanges")).toEqual({ items: [] });
});

test("passes over what was closed before", () => {
  propose(ledger, "kzt-issuer", lockChange);
  ledger.send("kzt-issuer", "governance/withdrawProposal", { proposal: 1 });
  expect(ledger.advance(votingMs).blockEvents).toEqual([]);
  expect(deadlines.size(ledger.state)).toBe(0);
});

test("a block closes a bounded number and the next block the rest, which take no votes meanwhile", async () => {
  const most = limits.proposalsClosedPerBlockMax;
  const charter = { quorumBp: 5_000, approvalBp: 6_667, votingMs };
  const aliases = ledger.genesis.aliases.map(({ alias }) => alias).slice(0, 17);
  const members = aliases.map((alias) => ({ account: ledger.account(alias), weight: 1 }));
  ledger.send("governor", "governance/foundCouncil", { council: "corridor", purpose: "x", ...charter, members });
  for (const actor of aliases) {
    const content = { council: "corridor", purpose: "x", ...charter, members };
    const sent = Array.from({ length: 4 }, () => ({ actor, type: "governance/proposeCharter", content }));
    expect(ledger.sendAll(sent).code).toBe(0);
  }
  const count = 4 * aliases.length;
  expect(count).toBeGreaterThan(most);
  expect(ledger.advance(votingMs).blockEvents).toHaveLength(most);
  expect(await ledger.audit()).toEqual([]);
  expect(vote(ledger, "alice", count, "approve").refused).toBe("governance/votingEnded");
  expect(await proposal(count)).toMatchObject({ state: "lapsed" });
});
