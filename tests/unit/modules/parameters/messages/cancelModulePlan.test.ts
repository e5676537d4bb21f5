// A governor takes the plan of a module's version back.
import { beforeEach, expect, test } from "vitest";
import { accounts } from "#src/modules/accounts/module.ts";
import { authority } from "#src/modules/authority/module.ts";
import { parameters } from "#src/modules/parameters/module.ts";
import { createTestLedger, type TestLedger } from "#tests/support/ledger.ts";

const type = "parameters/cancelModulePlan";

let ledger: TestLedger;
beforeEach(() => {
  ledger = createTestLedger({ modules: [accounts, authority, parameters] });
});

test("takes a plan back, so that the chain goes on past its height", () => {
  const before = ledger.digest();
  ledger.send("governor", "parameters/planModule", { module: "accounts", version: 2 });
  const { code, events } = ledger.send("governor", type, { module: "accounts" });
  expect(code).toBe(0);
  expect(events).toEqual([
    {
      type: "parameters/modulePlanCancelled",
      content: { module: "accounts", version: 2, by: ledger.account("governor") },
    },
  ]);
  expect(ledger.digest()).toBe(before);
  while (ledger.state.height < 110) ledger.advance(1);
});

test("refuses where nothing is planned", () => {
  expect(ledger.send("governor", type, { module: "accounts" }).refused).toBe("parameters/nothingPlanned");
});

test("refuses everyone but a governor, and changes nothing", () => {
  ledger.send("governor", "parameters/planModule", { module: "accounts", version: 2 });
  const before = ledger.digest();
  for (const actor of ["alice", "issuer", "regulator"]) {
    expect(ledger.send(actor, type, { module: "accounts" }).refused, actor).toBe("authority/roleMissing");
  }
  expect(ledger.digest()).toBe(before);
});
