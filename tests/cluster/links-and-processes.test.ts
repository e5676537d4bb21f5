// Four engines with an application of their own: nodes are cut off, slowed, killed and started, and the network goes on.
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { heal, partition, slow } from "#src/cli/testnet/links/conditions.ts";
import { kill, start, stop } from "#src/cli/testnet/network.ts";
import { loadPlan, requireNode } from "#src/cli/testnet/plan.ts";
import { engineForTests } from "#tests/support/engine.ts";
import { makeTestnet, pause, type TestTestnet } from "#tests/support/testnets.ts";

const engine = await engineForTests();

describe.skipIf(engine === undefined)("a testnet of the engine alone", () => {
  let net: TestTestnet;
  let turn = 0;

  beforeAll(async () => {
    net = await makeTestnet({ validators: 4, application: "kvstore", timing: { timeoutCommitMs: 50 } });
    await start(net.directory);
  });
  afterAll(() => net.remove());

  /** Sends a transaction to a node; resolves to the height of its block, or to undefined when there is none in time. */
  async function send(name: string, msMax: number): Promise<number | undefined> {
    turn += 1;
    const { host, rpcPort } = requireNode(loadPlan(net.directory), name);
    const url = `http://${host}:${rpcPort}/broadcast_tx_commit?tx="k${turn}=v"`;
    try {
      const answer = await (await fetch(url, { signal: AbortSignal.timeout(msMax) })).json();
      return Number((answer as { result: { height: string } }).result.height);
    } catch {
      return undefined;
    }
  }

  test("all are ready once the start returns, and starting again changes nothing", async () => {
    await start(net.directory);
    const { length } = (await net.until((nodes) => nodes.every(({ running }) => running), 1_000)).filter(
      ({ height }) => (height ?? 0) > 0,
    );
    expect(length).toBe(4);
  });

  test("one that is cut off stays behind, and catches up when the links are healed", async () => {
    await partition(net.directory, ["validator-4"]);
    const height = await send("validator-1", 10_000);
    expect(height).toBeGreaterThan(1);
    await pause(500);
    expect((await net.node("validator-4")).height).toBeLessThan(height ?? 0);
    await heal(net.directory);
    await net.until((nodes) => nodes.every((node) => (node.height ?? 0) >= (height ?? 0)), 10_000);
  });

  test("two halves decide nothing, and go on when the links are healed", async () => {
    await partition(net.directory, ["validator-1", "validator-2"]);
    expect(await send("validator-1", 2_000)).toBeUndefined();
    await heal(net.directory);
    expect(await send("validator-3", 20_000)).toBeGreaterThan(1);
  }, 40_000);

  test("slow links slow the network down, and no more than that", async () => {
    await slow(net.directory, ["validator-1", "validator-2"], { delayMs: 100, bytesPerSecond: 1_000_000 });
    const startedMs = performance.now();
    expect(await send("validator-1", 20_000)).toBeGreaterThan(1);
    expect(performance.now() - startedMs).toBeGreaterThan(200);
    await heal(net.directory);
  });

  test("one that was killed is reported, is missed by nobody, and comes back", async () => {
    await kill(net.directory, "validator-2");
    expect(await net.node("validator-2")).toMatchObject({ running: false, height: null, root: null });
    const height = await send("validator-1", 10_000);
    await start(net.directory, ["validator-2"]);
    const caughtUp = await net.until((nodes) => nodes.every((node) => (node.height ?? 0) >= (height ?? 1)), 20_000);
    expect(caughtUp.every(({ running }) => running)).toBe(true);
  });

  test("a stopped testnet has no process left", async () => {
    await stop(net.directory);
    const nodes = await net.until((all) => all.every(({ running }) => !running), 1_000);
    expect(nodes.map(({ height }) => height)).toEqual([null, null, null, null]);
  });
});
