// Four validators under load under a seeded schedule of faults: killed, halted, cut off and slowed, with wrong clocks, full disks and torn logs.

import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { createDraw } from "#scripts/draw.ts";
import { heal, partition, slow } from "#src/cli/testnet/links/conditions.ts";
import { kill, signalNode, start } from "#src/cli/testnet/network.ts";
import { pathsOf } from "#src/cli/testnet/plan.ts";
import { waitForEnd } from "#src/cli/testnet/processes.ts";
import type { NodeStatus } from "#src/cli/testnet/status.ts";
import { fundPayer } from "#tests/support/acknowledgedLoad.ts";
import { engineForTests } from "#tests/support/engine.ts";
import { forks, lost, pay, startNetworkLoad } from "#tests/support/networkLoad.ts";
import { fillDisk, killAndCutLog, startWithSkewedClock } from "#tests/support/nodeFaults.ts";
import { skewedEngineForTests } from "#tests/support/skewedEngine.ts";
import { makeTestnet, pause, type TestTestnet } from "#tests/support/testnets.ts";

const rounds = Number(process.env.KEDGE_CHAOS_ROUNDS ?? 13);
const seed = Number(process.env.KEDGE_CHAOS_SEED ?? 20_261_125);
const roundMsMax = 120_000;
/** After a quorum runs and is connected again. */
const livenessMsMax = 30_000;
const skewSeconds = 3_600;
const names = ["validator-1", "validator-2", "validator-3", "validator-4"] as const;

const engine = await engineForTests();
const skewedEngine = engine === undefined ? undefined : await skewedEngineForTests();
const draw = createDraw(seed);

/** What may happen to a network; each takes the nodes in the order that was drawn. */
const faults: Readonly<Record<string, (directory: string, drawn: readonly string[]) => Promise<void>>> = {
  "an application is killed": (directory, [first = ""]) => kill(directory, first, "app"),
  "an engine is killed": (directory, [first = ""]) => kill(directory, first, "engine"),
  "a node is killed": (directory, [first = ""]) => kill(directory, first),
  "two nodes are killed": async (directory, [first = "", second = ""]) => {
    await kill(directory, first);
    await kill(directory, second);
  },
  "a node is halted": (directory, [first = ""]) => signalNode(directory, first, "SIGSTOP"),
  "an application is halted": (directory, [first = ""]) => signalNode(directory, first, "SIGSTOP", "app"),
  "a node is cut off": (directory, [first = ""]) => partition(directory, [first]),
  "the network is cut in halves": (directory, [first = "", second = ""]) => partition(directory, [first, second]),
  "two nodes have slow links": (directory, drawn) =>
    slow(directory, drawn.slice(0, 2), { delayMs: 100, bytesPerSecond: 200_000 }),
  "a disk is full": async (directory, [first = ""]) => {
    fillDisk(directory, first);
    // A node that cannot write must stop, not go on from what it could not keep.
    const file = pathsOf(directory, first).pidFile("app");
    if (!(await waitForEnd(file, livenessMsMax))) throw new Error(`${first} goes on with a full disk`);
  },
  "a log lost its end": async (directory, [first = ""]) => {
    await killAndCutLog(directory, first, (ends) => ends[draw(ends.length)] ?? 0);
  },
  ...(skewedEngine === undefined
    ? {}
    : {
        "a clock is an hour behind": (directory, [first = ""]) =>
          startWithSkewedClock(directory, first, skewedEngine, -skewSeconds),
        "a clock is an hour ahead": (directory, [first = ""]) =>
          startWithSkewedClock(directory, first, skewedEngine, skewSeconds),
      }),
};

/** Ends with the processes that it befell. */
const isInTheProcess = /clock|disk/;

/** The whole schedule follows from the seed: it is drawn before anything happens. */
const kinds = Object.keys(faults);
const unused: string[] = [];
const schedule = Array.from({ length: rounds }, () => {
  // Every kind comes once before one comes again.
  if (unused.length === 0) unused.push(...kinds);
  const kind = unused.splice(draw(unused.length), 1)[0] ?? "";
  const left = [...names];
  const drawn = names.map(() => left.splice(draw(left.length), 1)[0] ?? "");
  return { kind, drawn, beforeMs: 200 + draw(1_000), lastsMs: 500 + draw(2_500) };
});

describe.skipIf(engine === undefined)(`${rounds} faults of seed ${seed}`, () => {
  let net: TestTestnet;

  beforeAll(async () => {
    // Before the time that the wrongest of clocks shows.
    const genesisTimeMs = Date.now() - 2 * skewSeconds * 1_000;
    net = await makeTestnet({ validators: names.length, genesisTimeMs });
    await start(net.directory);
  }, 120_000);
  afterAll(() => net.remove());

  test(
    "fork nothing, lose nothing that was acknowledged, and are over within half a minute",
    async () => {
      const nodes = await net.until((all) => all.every(({ isReady }) => isReady), 1_000);
      const apis = nodes.map(({ api }) => api);
      const { network } = (await (await fetch(`${apis[0]}/health`)).json()) as { network: string };
      await fundPayer({ url: apis[0] ?? "", network });
      let checkedHeight = 0;
      let acknowledgedTotal = 0;
      for (const { kind, drawn, beforeMs, lastsMs } of schedule) {
        const load = startNetworkLoad(apis, network);
        await pause(beforeMs);
        await faults[kind]?.(net.directory, drawn);
        await pause(lastsMs);
        if (isInTheProcess.test(kind)) await kill(net.directory, drawn[0] ?? "");
        await recover(net.directory);
        const quietMs = await untilLive(apis, network);
        await load.stop();
        const { acknowledged } = load;
        const height = Math.max(checkedHeight, ...acknowledged.map((result) => result.height));
        const caughtUp = await net.until((all) => all.every(reached(height)), livenessMsMax);
        expect(await forks(caughtUp, checkedHeight + 1, height), kind).toEqual([]);
        expect(await lost(caughtUp, acknowledged), kind).toEqual([]);
        checkedHeight = height;
        acknowledgedTotal += acknowledged.length;
        const told = `${kind} (${drawn[0]}, ${drawn[1]}) for ${lastsMs} ms: live again after ${quietMs} ms`;
        process.stdout.write(`${told}, ${acknowledged.length} acknowledged, height ${height}\n`);
      }
      expect(acknowledgedTotal).toBeGreaterThan(rounds);
    },
    rounds * roundMsMax,
  );
});

/** Mends whatever was done, and starts what does not run. */
async function recover(directory: string): Promise<void> {
  await heal(directory);
  for (const name of names) await signalNode(directory, name, "SIGCONT");
  await start(directory);
}

/** Resolves to how long it took until a payment was decided; fails when that was too long. */
async function untilLive(apis: readonly string[], network: string): Promise<number> {
  const startedMs = performance.now();
  for (let turn = 0; performance.now() - startedMs < livenessMsMax; turn += 1) {
    const paid = await pay(apis[turn % apis.length] ?? "", network, livenessMsMax);
    if (paid !== undefined) return Math.round(performance.now() - startedMs);
    await pause(100);
  }
  throw new Error(`no payment was decided within ${livenessMsMax} ms`);
}

function reached(height: number): (node: NodeStatus) => boolean {
  return (node) => (node.height ?? 0) >= height;
}
