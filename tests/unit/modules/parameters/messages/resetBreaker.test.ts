// A governor lets a stopped module work again.
import { beforeEach, expect, test } from "vitest";
import { accounts } from "#src/modules/accounts/module.ts";
import { authority } from "#src/modules/authority/module.ts";
import { parameters } from "#src/modules/parameters/module.ts";
import { createTestLedger, type TestLedger } from "#tests/support/ledger.ts";
import { probeModule } from "#tests/support/probe.ts";

const type = "parameters/resetBreaker";
const content = { module: "probe", reference: "incident 17" };

let ledger: TestLedger;
beforeEach(() => {
  ledger = createTestLedger({ modules: [accounts, authority, parameters, probeModule(1, 0n, 9n)] });
  ledger.send("alice", "probe/breakBooks", {});
});

test("lets a module work again whose books were about to break", () => {
  expect(ledger.send("alice", "probe/doNothing", {}).refused).toBe("machine/breakerTripped");
  const { code, events } = ledger.send("governor", type, content);
  expect(code).toBe(0);
  expect(events).toEqual([
    { type: "parameters/breakerReset", content: { ...content, tally: "probe/book", by: ledger.account("governor") } },
  ]);
  expect(ledger.send("alice", "probe/doNothing", {}).code).toBe(0);
});

test("refuses a module whose breaker is not tripped", () => {
  expect(ledger.send("governor", type, { ...content, module: "accounts" }).refused).toBe(
    "parameters/breakerNotTripped",
  );
});

test("asks for a reference", () => {
  expect(() => ledger.send("governor", type, { ...content, reference: "" })).toThrow();
});

test("refuses everyone but a governor, and changes nothing", () => {
  const before = ledger.digest();
  for (const actor of ["alice", "issuer", "regulator", "auditor"]) {
    expect(ledger.send(actor, type, content).refused, actor).toBe("authority/roleMissing");
  }
  expect(ledger.digest()).toBe(before);
});
