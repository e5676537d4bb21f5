// What an operator does when a disk is lost, as src/node/README.md tells it: from a backup, from the engine, from the peers.
import { cpSync, mkdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { kill, start } from "#src/cli/testnet/network.ts";
import { pathsOf } from "#src/cli/testnet/plan.ts";
import { type Acknowledged, fundPayer } from "#tests/support/acknowledgedLoad.ts";
import { engineForTests } from "#tests/support/engine.ts";
import { forks, lost, pay } from "#tests/support/networkLoad.ts";
import { runKedge } from "#tests/support/nodeProcess.ts";
import { makeTestnet, type TestTestnet } from "#tests/support/testnets.ts";

const engine = await engineForTests();
const name = "validator-4";
const drillMsMax = 120_000;

describe.skipIf(engine === undefined)("a validator that lost", () => {
  let net: TestTestnet;
  let network = "";
  const acknowledged: Acknowledged[] = [];

  beforeAll(async () => {
    net = await makeTestnet({ validators: 4 });
    await start(net.directory);
    const { api } = await net.node("validator-1");
    ({ network } = (await (await fetch(`${api}/health`)).json()) as { network: string });
    await fundPayer({ url: api, network });
    await payThrough("validator-1", 5);
  }, drillMsMax);
  afterAll(() => net.remove());

  async function payThrough(node: string, count: number): Promise<void> {
    const { api } = await net.node(node);
    for (let paid = 0; paid < count; paid += 1) {
      const result = await pay(api, network);
      if (result?.code !== 0) throw new Error(`${node} decided no payment`);
      acknowledged.push(result);
    }
  }

  /** Its network goes on without it, it starts again, and in the end it has what all have and decides with them. */
  async function expectRecovered(): Promise<void> {
    await payThrough("validator-1", 5);
    await start(net.directory, [name]);
    await payThrough(name, 1);
    const height = Math.max(...acknowledged.map((result) => result.height));
    const nodes = await net.until((all) => all.every((node) => (node.height ?? 0) >= height), 30_000);
    const kept = await earliestBlock();
    const keptByAll = acknowledged.filter((result) => result.height >= kept);
    expect(await lost(nodes, keptByAll)).toEqual([]);
    const others = nodes.filter((node) => node.name !== name);
    expect(await lost(others, acknowledged)).toEqual([]);
    expect(await forks(nodes, kept, height)).toEqual([]);
  }

  /** A node restored from a backup has no blocks before it. */
  async function earliestBlock(): Promise<number> {
    const { api, height } = await net.node(name);
    for (let at = 1; at <= (height ?? 0); at += 1) {
      if ((await fetch(`${api}/v1/blocks/${at}`)).status === 200) return at;
    }
    throw new Error(`${name} has no blocks`);
  }

  test("its ledger has it again from its engine, which hands it every block", { timeout: drillMsMax }, async () => {
    await kill(net.directory, name);
    emptyLedger();
    await expectRecovered();
  });

  test("its ledger begins from a backup and gets only what followed it", { timeout: drillMsMax }, async () => {
    const file = join(net.directory, "kedge.backup");
    const { api } = await net.node(name);
    const backup = await runKedge("export", ["--url", api, "--out", file, "--json"]);
    expect(backup.code, backup.errors).toBe(0);
    const { height } = JSON.parse(backup.output) as { height: number };
    await payThrough("validator-1", 3);
    await kill(net.directory, name);
    emptyLedger();
    const { ledger, genesis } = pathsOf(net.directory, name);
    const restored = await runKedge("import", [file, "--data", ledger, "--genesis", genesis]);
    expect(restored.code, restored.errors).toBe(0);
    await expectRecovered();
    expect(await earliestBlock()).toBe(height);
  });

  test("its whole disk comes back with its keys alone, and fetches all blocks", { timeout: drillMsMax }, async () => {
    await kill(net.directory, name);
    emptyLedger();
    const { engineHome } = pathsOf(net.directory, name);
    const data = join(engineHome, "data");
    // The state of its votes is kept with its keys: a validator that forgot it could sign twice.
    const votes = join(net.directory, "votes.json");
    cpSync(join(data, "priv_validator_state.json"), votes);
    rmSync(data, { recursive: true });
    mkdirSync(data);
    cpSync(votes, join(data, "priv_validator_state.json"));
    await expectRecovered();
    expect(await earliestBlock()).toBe(1);
  });

  function emptyLedger(): void {
    const { ledger } = pathsOf(net.directory, name);
    rmSync(ledger, { recursive: true });
    mkdirSync(ledger);
  }
});
