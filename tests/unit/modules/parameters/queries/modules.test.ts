// Which modules the chain runs.
import { expect, test } from "vitest";
import { accounts } from "#src/modules/accounts/module.ts";
import { authority } from "#src/modules/authority/module.ts";
import { parameters } from "#src/modules/parameters/module.ts";
import { modules as query } from "#src/modules/parameters/queries/modules.ts";
import { createTestLedger } from "#tests/support/ledger.ts";

test("shows the modules in force and the plans, under one key that can be proved", async () => {
  const ledger = createTestLedger({ modules: [accounts, authority, parameters] });
  const active = ["authority", "accounts", "parameters"].map((name) => ({ name, version: 1, sinceHeight: 0 }));
  expect(await ledger.query("parameters/modules")).toEqual({ active, planned: [] });
  ledger.send("governor", "parameters/planModule", { module: "oracle", version: 1 });
  expect(await ledger.query("parameters/modules")).toEqual({
    active,
    planned: [{ name: "oracle", version: 1, fromHeight: 101 }],
  });
  expect(query.proves?.({})).toBe("machine/modules");
});
