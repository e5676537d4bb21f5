// The feeds a network begins with.
import { expect, test } from "vitest";
import type { Genesis } from "#src/machine/genesis.ts";
import { accounts } from "#src/modules/accounts/module.ts";
import { authority } from "#src/modules/authority/module.ts";
import { oracle } from "#src/modules/oracle/module.ts";
import { feeds } from "#src/modules/oracle/tables.ts";
import { createTestLedger } from "#tests/support/ledger.ts";
import { createOracleLedger } from "#tests/support/prices.ts";

test("a devnet prices silver by the gram and copper by the kilogram, from three feeders, and says so", () => {
  const { state } = createOracleLedger();
  expect(feeds.get(state, "AG")).toMatchObject({ unit: "g", measure: "mg", measuresPerUnit: 1_000n });
  expect(feeds.get(state, "CU")).toMatchObject({ unit: "kg", measure: "mg", measuresPerUnit: 1_000_000n });
  for (const feed of ["AG", "CU"]) {
    expect(feeds.get(state, feed)).toMatchObject({ frequency: "fast", label: "replayed history" });
    expect(feeds.get(state, feed)?.feeders).toHaveLength(3);
  }
});

test("a genesis file cannot name a feeder who has no account", () => {
  const change = (genesis: Genesis): Genesis => {
    const [feed] = oracle.genesis.devnet({ ...names(genesis), account: () => "nobody" as never }).feeds;
    return { ...genesis, modules: { ...genesis.modules, oracle: { feeds: [feed] } } };
  };
  expect(() => createTestLedger({ modules: [accounts, authority, oracle], genesis: change })).toThrow();
});

function names(genesis: Genesis) {
  return { aliases: [], timeMs: genesis.timeMs, publicKey: () => new Uint8Array(32) };
}
