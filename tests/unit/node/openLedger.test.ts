// Opening a data directory: a chain is begun once, gone on with, and never mistaken for another.
import { readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, expect, it } from "vitest";
import { present } from "#src/core/assert.ts";
import { openExistingLedger, openLedger } from "#src/node/openLedger.ts";
import { chainOn } from "#tests/support/chains.ts";
import { temporaryFolder } from "#tests/support/nodeProcess.ts";

const timeMs = Date.UTC(2026, 0, 1);
const hooks = { onFault: () => undefined, nowMs: () => timeMs };
let folder: ReturnType<typeof temporaryFolder>;
beforeEach(() => {
  folder = temporaryFolder();
});
afterEach(() => folder.remove());

const data = () => join(folder.path, "data");
const genesisFile = () => join(data(), "genesis.json");

async function begin() {
  const ledger = await openLedger({ data: data() }, hooks);
  const chain = chainOn(ledger, { nowMs: () => timeMs + 1_000 });
  const id = chain.pay({ from: "alice", to: "bob", amount: 1n });
  await chain.decide();
  const { root } = present(ledger.store.head, "a head");
  await ledger.store.close();
  return { network: ledger.machine.network, root, id };
}

it("begins a chain where there is none, and goes on with it", async () => {
  const { network, root } = await begin();
  const again = await openExistingLedger(data(), hooks);
  expect(again.machine.network).toBe(network);
  expect(again.store.head).toMatchObject({ height: 1, root });
  expect(again.machine.guard.count).toBe(1);
  await again.store.close();
});

it("refuses to begin one where only an existing one will do", async () => {
  await expect(openExistingLedger(data(), hooks)).rejects.toThrow("there is no ledger");
});

it("refuses a chain whose genesis file is gone or another, and can be opened again afterwards", async () => {
  await begin();
  const text = readFileSync(genesisFile(), "utf8");
  rmSync(genesisFile());
  await expect(openLedger({ data: data() }, hooks)).rejects.toThrow("a chain without its genesis.json");
  writeFileSync(genesisFile(), text.replace('"kedge-devnet"', '"another"'));
  await expect(openLedger({ data: data() }, hooks)).rejects.toThrow("is not the one that this directory's chain");
  writeFileSync(genesisFile(), text);
  await (await openLedger({ data: data() }, hooks)).store.close();
});

it("refuses a directory that is open already", async () => {
  const ledger = await openLedger({ data: data() }, hooks);
  await expect(openLedger({ data: data() }, hooks)).rejects.toMatchObject({ kind: "locked" });
  await ledger.store.close();
});
