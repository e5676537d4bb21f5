// State sync: a node that joins four validators under load by a snapshot follows them, and one killed half-way begins anew.
import { existsSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { add } from "#src/cli/testnet/add.ts";
import { heal, slow } from "#src/cli/testnet/links/conditions.ts";
import { kill, start, stop } from "#src/cli/testnet/network.ts";
import { pathsOf } from "#src/cli/testnet/plan.ts";
import type { NodeStatus } from "#src/cli/testnet/status.ts";
import { validatorSet } from "#src/comet/validators.ts";
import { codecOf } from "#src/core/form.ts";
import { hexToBytes } from "#src/crypto/hex.ts";
import { balanceSchema } from "#src/modules/accounts/tables.ts";
import { joiningDirectory } from "#src/node/exchangeLedger.ts";
import { apiHeaderSource } from "#src/sdk/light/headerSource.ts";
import { LightClient } from "#src/sdk/light/lightClient.ts";
import { fundPayer } from "#tests/support/acknowledgedLoad.ts";
import { engineForTests } from "#tests/support/engine.ts";
import { dayMs } from "#tests/support/lightChain.ts";
import { forks, lost, type NetworkLoad, startNetworkLoad } from "#tests/support/networkLoad.ts";
import { devnet, paymentOf } from "#tests/support/payments.ts";
import { makeTestnet, pause, type TestTestnet } from "#tests/support/testnets.ts";

const engine = await engineForTests();
const joinMsMax = 90_000;
const twoSnapshotsHeight = 45;

describe.skipIf(engine === undefined)("state sync", () => {
  let net: TestTestnet;
  let network = "";
  let validators: readonly string[] = [];
  let load: NetworkLoad;
  /** Decided before any snapshot that a joiner may take. */
  let early: Buffer;
  let earlyHeight = 0;

  beforeAll(async () => {
    net = await makeTestnet({ validators: 4 });
    await start(net.directory);
    validators = (await net.until((nodes) => nodes.every(({ isReady }) => isReady), 1_000)).map(({ api }) => api);
    ({ network } = await get(validators[0], "/health"));
    await fundPayer({ url: validators[0] ?? "", network });
    early = Buffer.from(paymentOf(network, { from: "alice", to: "bob", amount: 2n }));
    const answer = await send(validators[1], early);
    earlyHeight = answer.json.height as number;
    load = startNetworkLoad(validators, network);
    await net.until(reached(twoSnapshotsHeight), 60_000);
  }, 180_000);
  afterAll(async () => {
    await load?.stop();
    await net.remove();
  }, 60_000);

  const get = async (api: string | undefined, path: string) => (await fetch(`${api}${path}`)).json() as never;
  const send = async (api: string | undefined, body: Buffer) => {
    const headers = { "content-type": "application/cbor" };
    const response = await fetch(`${api}/v1/transactions?wait=committed`, { method: "POST", headers, body });
    return { status: response.status, json: (await response.json()) as Record<string, unknown> };
  };
  const reached = (height: number) => (nodes: readonly NodeStatus[]) =>
    nodes.every((node) => (node.height ?? 0) >= height);

  /** The lowest height whose block a node has. */
  async function firstBlockOf(api: string): Promise<number> {
    for (let height = 1; ; height += 1) {
      if ((await fetch(`${api}/v1/blocks/${height}`)).status === 200) return height;
    }
  }

  test("a node that was added follows the network with the same root at every height since its snapshot", async () => {
    await add(net.directory, "full-1");
    await start(net.directory, ["full-1"]);
    const joined = await net.node("full-1");
    expect(joined).toMatchObject({ running: true, isReady: true, isValidator: false });
    const first = await firstBlockOf(joined.api);
    expect(first).toBeGreaterThan(20);
    expect(first).toBeGreaterThan(earlyHeight);
    const nodes = await net.until(reached((joined.height ?? 0) + 15), 30_000);
    const height = Math.min(...nodes.map((node) => node.height ?? 0));
    expect(await forks(nodes, first, height)).toEqual([]);
    const since = load.acknowledged.filter((each) => each.height >= first && each.height <= height);
    expect(since.length).toBeGreaterThan(10);
    expect(await lost([joined], since)).toEqual([]);
  }, 180_000);

  test("it refuses bytes that were decided before its snapshot, and says that it has no such block", async () => {
    const { api } = await net.node("full-1");
    const again = await send(api, early);
    expect([again.status, again.json.code]).toEqual([409, "machine/alreadySeen"]);
    expect(await get(api, `/v1/blocks/${earlyHeight}`)).toMatchObject({ code: "api/unknownBlock" });
    const balance = `/v1/accounts/balance?account=bob&currency=USD&height=${earlyHeight}`;
    expect(await get(api, balance)).toMatchObject({ code: "state/heightNotKept" });
    const events = await fetch(`${api}/v1/events?after=${earlyHeight}.0`);
    expect(events.status).toBe(404);
    expect(await events.json()).toMatchObject({ code: "machine/eventsNotKept" });
  }, 60_000);

  test("what it proves holds under headers that a light client verified from the validators of genesis", async () => {
    const { api } = await net.node("full-1");
    const primary = apiHeaderSource("validator-1", (path) => get(validators[0], path));
    const client = new LightClient({ primary, rules: { chainId: network, trustingPeriodMs: 14 * dayMs } });
    const genesis = (await get(api, "/v1/genesis")) as { validators: { publicKey: string; power: string }[] };
    const members = genesis.validators.map(({ publicKey, power }) => {
      return { publicKey: hexToBytes(publicKey), power: BigInt(power) };
    });
    await client.trustValidators(validatorSet(members));
    const query = "/v1/accounts/balance?account=bob&currency=USD&prove=true";
    const { value, proof } = (await get(api, query)) as { value: string; proof: { height: number } };
    const key = `accounts/balance/USD/${devnet.account("bob")}`;
    const proved = await client.verifyStateProof(proof as never, { key }, Date.now());
    expect(proved).toMatchObject({ present: true, height: proof.height });
    expect(proved.present && codecOf(balanceSchema).decode(proved.value)).toMatchObject({ amount: BigInt(value) });
  }, 60_000);

  test("it comes back after a power cut with what it had, and makes snapshots of its own", async () => {
    const before = await firstBlockOf((await net.node("full-1")).api);
    await kill(net.directory, "full-1");
    await start(net.directory, ["full-1"]);
    const { api, height } = await net.node("full-1");
    expect(await firstBlockOf(api)).toBe(before);
    await net.until(reached((height ?? 0) + 5), 30_000);
    const { ledger } = pathsOf(net.directory, "full-1");
    expect(existsSync(join(ledger, "snapshots"))).toBe(true);
  }, 180_000);

  test("a joiner that is killed while chunks come begins again, and joins", async () => {
    await add(net.directory, "full-2");
    // Some three hundred kilobytes of state then take several seconds.
    await slow(net.directory, ["full-2"], { delayMs: 0, bytesPerSecond: 40_000 });
    const starting = start(net.directory, ["full-2"]).catch(() => undefined);
    const { ledger } = pathsOf(net.directory, "full-2");
    const endMs = performance.now() + joinMsMax;
    while (!existsSync(joiningDirectory(ledger)) && performance.now() < endMs) await pause(5);
    const { status, height } = await get((await net.node("full-2")).api, "/health");
    expect([status, height]).toEqual(["unready", 0]);
    await kill(net.directory, "full-2");
    await starting;
    expect(existsSync(joiningDirectory(ledger))).toBe(true);
    await heal(net.directory);
    await start(net.directory, ["full-2"]);
    expect(existsSync(joiningDirectory(ledger))).toBe(false);
    const joined = await net.node("full-2");
    const nodes = await net.until(reached((joined.height ?? 0) + 3), 30_000);
    expect(await forks(nodes, await firstBlockOf(joined.api), joined.height ?? 0)).toEqual([]);
    await stop(net.directory, ["full-2"]);
  }, 240_000);
});
