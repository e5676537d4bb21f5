// The owner of a parameter announces its next value.
import { beforeEach, expect, test } from "vitest";
import { accounts } from "#src/modules/accounts/module.ts";
import { parameters as accountsParameters } from "#src/modules/accounts/parameters.ts";
import { authority } from "#src/modules/authority/module.ts";
import { parameters } from "#src/modules/parameters/module.ts";
import { createCouncilLedger, lockChange, pass, propose } from "#tests/support/councils.ts";
import { createTestLedger, type TestLedger } from "#tests/support/ledger.ts";

const type = "parameters/proposeChange";
const parameter = "accounts.workPerSecond";
const { default: standard, least, most, noticeBlocks } = accountsParameters.workPerSecond;

let ledger: TestLedger;
beforeEach(() => {
  ledger = createTestLedger({ modules: [accounts, authority, parameters] });
});

test("announces a value that holds from its height on and not before", () => {
  const fromHeight = 1 + noticeBlocks + 3;
  const { code, answer, events } = ledger.send("governor", type, { parameter, value: 3_000n, fromHeight });
  expect(code).toBe(0);
  expect(answer).toEqual({ fromHeight });
  expect(events).toEqual([
    {
      type: "parameters/changeProposed",
      content: { parameter, value: 3_000n, fromHeight, by: ledger.account("governor") },
    },
  ]);
  while (ledger.state.height < fromHeight - 1) ledger.advance(1);
  expect(accountsParameters.workPerSecond.get(ledger.state)).toBe(standard);
  ledger.advance(1);
  expect(accountsParameters.workPerSecond.get(ledger.state)).toBe(3_000n);
});

test("takes the earliest height when none is named", () => {
  expect(ledger.send("governor", type, { parameter, value: 3_000n }).answer).toEqual({ fromHeight: 1 + noticeBlocks });
});

test("accepts both ends of the range and refuses what lies beyond", () => {
  expect(ledger.send("governor", type, { parameter, value: least }).code).toBe(0);
  expect(ledger.send("governor", type, { parameter, value: most }).code).toBe(0);
  const before = ledger.digest();
  for (const value of [least - 1n, most + 1n]) {
    const { refused, details } = ledger.send("governor", type, { parameter, value });
    expect(refused).toBe("parameters/valueOutOfRange");
    expect(details).toEqual({ parameter, least, most });
  }
  expect(ledger.digest()).toBe(before);
});

test("accepts the earliest height of the notice and refuses the one before", () => {
  const early = ledger.send("governor", type, { parameter, value: 1_000n, fromHeight: noticeBlocks });
  expect(early.refused).toBe("parameters/noticeTooShort");
  expect(early.details).toEqual({ earliest: 1 + noticeBlocks });
  expect(ledger.send("governor", type, { parameter, value: 1_000n, fromHeight: 2 + noticeBlocks }).code).toBe(0);
});

test("replaces a value that is announced and not yet in force", () => {
  ledger.send("governor", type, { parameter, value: 3_000n });
  const fromHeight = ledger.state.height + 50;
  ledger.send("governor", type, { parameter, value: 4_000n, fromHeight });
  while (ledger.state.height < fromHeight - 1) ledger.advance(1);
  expect(accountsParameters.workPerSecond.get(ledger.state)).toBe(standard);
  ledger.advance(1);
  expect(accountsParameters.workPerSecond.get(ledger.state)).toBe(4_000n);
});

test("keeps a value that came into force while the next one is announced", () => {
  ledger.send("governor", type, { parameter, value: 3_000n });
  while (ledger.state.height <= noticeBlocks) ledger.advance(1);
  ledger.send("governor", type, { parameter, value: 4_000n });
  expect(accountsParameters.workPerSecond.get(ledger.state)).toBe(3_000n);
});

test("refuses an unknown parameter", () => {
  expect(ledger.send("governor", type, { parameter: "accounts.nothing", value: 1n }).refused).toBe(
    "parameters/unknownParameter",
  );
});

test("refuses everyone but holders of the owner's role, and changes nothing", () => {
  const before = ledger.digest();
  for (const actor of ["alice", "issuer", "regulator", "auditor"]) {
    expect(ledger.send(actor, type, { parameter, value: 3_000n }).refused, actor).toBe("authority/roleMissing");
  }
  expect(ledger.digest()).toBe(before);
});

test("refuses a parameter that a council owns to every role, and so does the taking back of its change", () => {
  const council = createCouncilLedger();
  pass(council, lockChange);
  const before = council.digest();
  for (const actor of ["governor", "issuer", "regulator", "participant-bank"]) {
    const { refused, details } = council.send(actor, type, { ...lockChange });
    expect([refused, details]).toEqual([
      "parameters/ownedByCouncil",
      { parameter: lockChange.parameter, council: "applications" },
    ]);
    const cancelled = council.send(actor, "parameters/cancelChange", { parameter: lockChange.parameter });
    expect(cancelled.refused).toBe("parameters/ownedByCouncil");
  }
  expect(council.digest()).toBe(before);
  expect(propose(council, "cny-issuer", { parameter, value: standard }).refused).toBe("parameters/ownedByOthers");
});
