// Four validators: what is paid through one is read on another, all have the same root, and one that was killed catches up.
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { kill, start, stop } from "#src/cli/testnet/network.ts";
import type { NodeStatus } from "#src/cli/testnet/status.ts";
import { fundPayer } from "#tests/support/acknowledgedLoad.ts";
import { engineForTests } from "#tests/support/engine.ts";
import { forks, lost, pay } from "#tests/support/networkLoad.ts";
import { devnet } from "#tests/support/payments.ts";
import { makeTestnet, type TestTestnet } from "#tests/support/testnets.ts";

const engine = await engineForTests();

describe.skipIf(engine === undefined)("four validators on one machine", () => {
  let net: TestTestnet;
  let network = "";
  const apis: string[] = [];

  beforeAll(async () => {
    net = await makeTestnet({ validators: 4 });
    await start(net.directory);
    for (const { api } of await net.until((nodes) => nodes.every(({ isReady }) => isReady), 1_000)) apis.push(api);
    ({ network } = (await (await fetch(`${apis[0]}/health`)).json()) as { network: string });
  }, 120_000);
  afterAll(() => net.remove());

  const api = (number: number) => apis[number - 1] ?? "";
  const balance = async (number: number) => {
    const query = `account=${devnet.account("bob")}&currency=USD`;
    const answer = await (await fetch(`${api(number)}/v1/accounts/balance?${query}`)).json();
    return BigInt((answer as { value: string }).value);
  };
  const reached = (height: number) => (nodes: readonly NodeStatus[]) =>
    nodes.every((node) => (node.height ?? 0) >= height);

  test("a payment through one node is read on every other", async () => {
    const before = await balance(1);
    await fundPayer({ url: api(1), network });
    const paid = [await pay(api(2), network), await pay(api(3), network), await pay(api(4), network)];
    expect(paid.map((result) => result?.code)).toEqual([0, 0, 0]);
    await net.until(reached(paid[2]?.height ?? 0), 5_000);
    for (const number of [1, 2, 3, 4]) expect(await balance(number)).toBe(before + 3n);
  });

  test("all nodes have the same root at every height", async () => {
    const nodes = await net.until(reached(3), 20_000);
    const height = Math.min(...nodes.map((node) => node.height ?? 0));
    expect(await forks(nodes, 1, height)).toEqual([]);
  });

  test("three go on when one is killed, which catches up when it is started", async () => {
    await kill(net.directory, "validator-4");
    const paid = await pay(api(1), network);
    expect(paid?.code).toBe(0);
    expect((await net.node("validator-4")).running).toBe(false);
    await start(net.directory, ["validator-4"]);
    const nodes = await net.until(reached(paid?.height ?? 0), 20_000);
    expect(await forks(nodes, 1, paid?.height ?? 0)).toEqual([]);
    expect(await lost(nodes, paid === undefined ? [] : [paid])).toEqual([]);
  }, 90_000);

  test("a network that was stopped goes on where it was", async () => {
    const before = Math.max(...(await net.until(() => true, 0)).map((node) => node.height ?? 0));
    await stop(net.directory);
    await start(net.directory);
    const paid = await pay(api(3), network);
    expect(paid?.height).toBeGreaterThan(before);
  }, 90_000);
});
