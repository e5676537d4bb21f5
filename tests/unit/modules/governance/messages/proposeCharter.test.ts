// Members put another charter of their council to the vote.
import { beforeEach, expect, test } from "vitest";
import { applications, charterOf, createCouncilLedger, proposeCharter, vote } from "#tests/support/councils.ts";
import type { TestLedger } from "#tests/support/ledger.ts";

let ledger: TestLedger;
beforeEach(() => {
  ledger = createCouncilLedger();
});

test("opens a proposal which, passed, puts the charter in force", async () => {
  const charter = charterOf(ledger, { alice: 3, bob: 4 }, { quorumBp: 10_000 });
  const { code, events } = proposeCharter(ledger, "cny-issuer", charter);
  expect(code).toBe(0);
  expect(events[0]?.content).toMatchObject({ proposal: 1, action: { kind: "charter", charter } });
  vote(ledger, "participant-bank", 1, "approve");
  const decisive = vote(ledger, "cny-issuer", 1, "approve");
  expect(decisive.events.at(-1)).toEqual({
    type: "governance/charterChanged",
    content: { council: applications, revision: 2, charter },
  });
  expect(await ledger.query("governance/charter", { council: applications, revision: 2 })).toEqual(charter);
  expect(await ledger.audit()).toEqual([]);
});

test("refuses strangers, unknown councils, and members named twice or unknown, and changes nothing", () => {
  const before = ledger.digest();
  const sound = charterOf(ledger, { alice: 1 });
  const twice = { members: [1, 2].map((weight) => ({ account: ledger.account("alice"), weight })) };
  expect(proposeCharter(ledger, "alice", sound).refused).toBe("governance/notMember");
  expect(proposeCharter(ledger, "cny-issuer", charterOf(ledger, {}, twice)).refused).toBe("governance/memberTwice");
  expect(proposeCharter(ledger, "cny-issuer", charterOf(ledger, { nobody: 1 })).refused).toBe(
    "accounts/unknownAccount",
  );
  expect(proposeCharter(ledger, "cny-issuer", { ...sound, council: "nobodys" }).refused).toBe(
    "governance/unknownCouncil",
  );
  expect(ledger.digest()).toBe(before);
});
