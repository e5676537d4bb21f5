// A governor plans a module, or a later version of one.
import { beforeEach, expect, test } from "vitest";
import { modulesMax } from "#src/machine/versions.ts";
import { accounts } from "#src/modules/accounts/module.ts";
import { authority } from "#src/modules/authority/module.ts";
import { parameters } from "#src/modules/parameters/module.ts";
import { createTestLedger, type TestLedger } from "#tests/support/ledger.ts";

const type = "parameters/planModule";
const noticeBlocks = 100;

let ledger: TestLedger;
beforeEach(() => {
  ledger = createTestLedger({ modules: [accounts, authority, parameters] });
});

test("plans a later version from a height on", async () => {
  const fromHeight = 200;
  const { code, answer, events } = ledger.send("governor", type, { module: "accounts", version: 2, fromHeight });
  expect(code).toBe(0);
  expect(answer).toEqual({ fromHeight });
  expect(events).toEqual([
    {
      type: "parameters/modulePlanned",
      content: { module: "accounts", version: 2, fromHeight, by: ledger.account("governor") },
    },
  ]);
  expect(await ledger.query("parameters/modules")).toMatchObject({
    planned: [{ name: "accounts", version: 2, fromHeight }],
  });
});

test("replaces an earlier plan for the same module", async () => {
  ledger.send("governor", type, { module: "accounts", version: 2 });
  ledger.send("governor", type, { module: "accounts", version: 3 });
  expect(await ledger.query("parameters/modules")).toMatchObject({
    planned: [{ name: "accounts", version: 3, fromHeight: ledger.state.height + noticeBlocks }],
  });
});

test("a program that lacks the planned version stops at its height and says why", () => {
  ledger.send("governor", type, { module: "accounts", version: 2 });
  while (ledger.state.height < noticeBlocks) ledger.advance(1);
  expect(() => ledger.advance(1)).toThrow("this program has no accounts@2: it is too old for the chain");
});

test("accepts the earliest height of the notice and refuses the one before", () => {
  const early = ledger.send("governor", type, { module: "accounts", version: 2, fromHeight: noticeBlocks });
  expect(early.refused).toBe("parameters/noticeTooShort");
  expect(early.details).toEqual({ earliest: 1 + noticeBlocks });
  expect(ledger.send("governor", type, { module: "accounts", version: 2, fromHeight: 2 + noticeBlocks }).code).toBe(0);
});

test("refuses a version that is in force, or an earlier one", () => {
  const { refused, details } = ledger.send("governor", type, { module: "accounts", version: 1 });
  expect(refused).toBe("parameters/versionNotNewer");
  expect(details).toEqual({ module: "accounts", version: 1 });
});

test("plans as many modules as a chain may have and no more", () => {
  const name = (index: number) => `extra-${String.fromCharCode(97 + Math.floor(index / 26), 97 + (index % 26))}`;
  const room = modulesMax - 3;
  for (let index = 0; index < room; index += 1) {
    expect(ledger.send("governor", type, { module: name(index), version: 1, fromHeight: 1_000 }).code).toBe(0);
  }
  const before = ledger.digest();
  const { refused } = ledger.send("governor", type, { module: name(room), version: 1, fromHeight: 1_000 });
  expect(refused).toBe("parameters/tooManyModules");
  expect(ledger.digest()).toBe(before);
  expect(ledger.send("governor", type, { module: name(0), version: 2, fromHeight: 1_000 }).code).toBe(0);
});

test("refuses everyone but a governor, and changes nothing", () => {
  const before = ledger.digest();
  for (const actor of ["alice", "issuer", "regulator", "auditor"]) {
    expect(ledger.send(actor, type, { module: "accounts", version: 2 }).refused, actor).toBe("authority/roleMissing");
  }
  expect(ledger.digest()).toBe(before);
});
