// The modules that are stopped.
import { expect, test } from "vitest";
import { accounts } from "#src/modules/accounts/module.ts";
import { authority } from "#src/modules/authority/module.ts";
import { parameters } from "#src/modules/parameters/module.ts";
import { createTestLedger } from "#tests/support/ledger.ts";
import { probeModule } from "#tests/support/probe.ts";

test("lists a tripped breaker with its height and book, and nothing before or after", async () => {
  const ledger = createTestLedger({ modules: [accounts, authority, parameters, probeModule(1, 0n, 9n)] });
  expect(await ledger.query("parameters/breakers")).toEqual({ items: [] });
  ledger.send("alice", "probe/breakBooks", {});
  expect(await ledger.query("parameters/breakers")).toEqual({
    items: [{ module: "probe", height: 1, tally: "probe/book" }],
  });
  ledger.send("governor", "parameters/resetBreaker", { module: "probe", reference: "incident 17" });
  expect(await ledger.query("parameters/breakers")).toEqual({ items: [] });
});
