// The owner of a parameter takes an announced change back.
import { beforeEach, expect, test } from "vitest";
import { parameterValues } from "#src/machine/parameter.ts";
import { accounts } from "#src/modules/accounts/module.ts";
import { parameters as accountsParameters } from "#src/modules/accounts/parameters.ts";
import { authority } from "#src/modules/authority/module.ts";
import { parameters } from "#src/modules/parameters/module.ts";
import { createTestLedger, type TestLedger } from "#tests/support/ledger.ts";

const type = "parameters/cancelChange";
const parameter = "accounts.workPerSecond";
const { noticeBlocks } = accountsParameters.workPerSecond;

let ledger: TestLedger;
beforeEach(() => {
  ledger = createTestLedger({ modules: [accounts, authority, parameters] });
});

test("takes an announced change back and leaves no row where the default holds again", () => {
  const before = ledger.digest();
  ledger.send("governor", "parameters/proposeChange", { parameter, value: 3_000n });
  const { code, events } = ledger.send("governor", type, { parameter });
  expect(code).toBe(0);
  expect(events).toEqual([
    { type: "parameters/changeCancelled", content: { parameter, value: 3_000n, by: ledger.account("governor") } },
  ]);
  expect(ledger.digest()).toBe(before);
});

test("keeps the value in force when a later change is taken back", () => {
  ledger.send("governor", "parameters/proposeChange", { parameter, value: 3_000n });
  while (ledger.state.height <= noticeBlocks) ledger.advance(1);
  ledger.send("governor", "parameters/proposeChange", { parameter, value: 4_000n });
  expect(ledger.send("governor", type, { parameter }).code).toBe(0);
  expect(parameterValues.get(ledger.state, parameter)).toEqual({ value: 3_000n });
});

test("can be taken back in the last block before it takes effect and not in the block from which it holds", () => {
  const propose = () => ledger.send("governor", "parameters/proposeChange", { parameter, value: 3_000n });
  const first = propose().answer as { fromHeight: number };
  while (ledger.state.height < first.fromHeight - 2) ledger.advance(1);
  expect(ledger.send("governor", type, { parameter }).code).toBe(0);
  const second = propose().answer as { fromHeight: number };
  while (ledger.state.height < second.fromHeight - 1) ledger.advance(1);
  expect(ledger.send("governor", type, { parameter }).refused).toBe("parameters/nothingPending");
});

test("refuses where nothing is pending", () => {
  expect(ledger.send("governor", type, { parameter }).refused).toBe("parameters/nothingPending");
});

test("refuses an unknown parameter", () => {
  expect(ledger.send("governor", type, { parameter: "nothing.atAll" }).refused).toBe("parameters/unknownParameter");
});

test("refuses everyone but holders of the owner's role, and changes nothing", () => {
  ledger.send("governor", "parameters/proposeChange", { parameter, value: 3_000n });
  const before = ledger.digest();
  for (const actor of ["alice", "issuer", "regulator"]) {
    expect(ledger.send(actor, type, { parameter }).refused, actor).toBe("authority/roleMissing");
  }
  expect(ledger.digest()).toBe(before);
});
