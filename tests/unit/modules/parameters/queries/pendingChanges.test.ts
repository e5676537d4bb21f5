// What is announced and not yet in force.
import { expect, test } from "vitest";
import { accounts } from "#src/modules/accounts/module.ts";
import { authority } from "#src/modules/authority/module.ts";
import { parameters } from "#src/modules/parameters/module.ts";
import { createTestLedger } from "#tests/support/ledger.ts";

test("lists changes with their height and announcer until they are in force, over pages", async () => {
  const ledger = createTestLedger({ modules: [accounts, authority, parameters] });
  expect(await ledger.query("parameters/pendingChanges")).toEqual({ items: [] });
  const announce = (parameter: string, value: bigint, fromHeight: number) =>
    ledger.send("governor", "parameters/proposeChange", { parameter, value, fromHeight });
  announce("accounts.burstWork", 300_000n, 20);
  announce("accounts.workPerSecond", 3_000n, 30);
  const by = { kind: "account", account: ledger.account("governor") };
  const burst = { parameter: "accounts.burstWork", value: 200_000n, next: { value: 300_000n, fromHeight: 20, by } };
  const speed = { parameter: "accounts.workPerSecond", value: 2_000n, next: { value: 3_000n, fromHeight: 30, by } };
  expect(await ledger.query("parameters/pendingChanges")).toEqual({ items: [burst, speed] });
  const first = await ledger.query("parameters/pendingChanges", { limit: 1 });
  expect(first).toEqual({ items: [burst], next: "accounts.burstWork" });
  expect(await ledger.query("parameters/pendingChanges", { after: "accounts.burstWork" })).toEqual({ items: [speed] });

  while (ledger.state.height < 20) ledger.advance(1);
  expect(await ledger.query("parameters/pendingChanges")).toEqual({ items: [speed] });
});
