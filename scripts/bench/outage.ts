// What a network of validators does while one of them is stopped, and how it catches up when it runs again.
import { z } from "zod";
import { type LoadReport, percentile } from "./load.ts";
import type { TestnetTarget } from "./target.ts";

const healthSchema = z.object({ height: z.number().int() });
const blockSchema = z.object({ timeMs: z.number(), transactions: z.array(z.unknown()) });
const pollMs = 50;
const catchUpMsMax = 120_000;

export interface OutageReport {
  readonly stopped: string;
  readonly perSecond: number;
  /** Of the throughput of all validators in the same run. */
  readonly throughputPercent: number;
  readonly blockIntervalP99Ms: number;
  readonly blockIntervalP99MsOfAll: number;
  readonly catchUp: CatchUp;
}

interface CatchUp {
  readonly offeredPerSecond: number;
  readonly missedPayments: number;
  /** From the moment when its application serves again until it has every block. */
  readonly seconds: number;
  /** Payments that it executed a second, over those offered a second. */
  readonly timesOffered: number;
}

export interface OutageLoads {
  /** Signs as many single payments as the network takes, and returns how to send them. */
  readonly full: () => () => Promise<LoadReport>;
  /** Payments at a fixed pace, until told to stop. */
  readonly paced: (perSecond: number, seconds: number) => Promise<LoadReport>;
}

/** `offeredPerSecond`: the load while the stopped node catches up. */
export async function measureOutage(
  target: TestnetTarget,
  loads: OutageLoads,
  offeredPerSecond: number,
): Promise<OutageReport> {
  const { lastName: stopped } = target;
  const all = await watch(target.url, loads.full());
  await target.stopNode(stopped);
  const without = await watch(target.url, loads.full());
  const catchUp = await measureCatchUp(target, loads, offeredPerSecond, all.toHeight);
  return {
    stopped,
    perSecond: without.perSecond,
    throughputPercent: Math.round((without.perSecond * 100) / Math.max(1, all.perSecond)),
    blockIntervalP99Ms: without.blockIntervalP99Ms,
    blockIntervalP99MsOfAll: all.blockIntervalP99Ms,
    catchUp,
  };
}

interface Watched {
  readonly toHeight: number;
  readonly perSecond: number;
  readonly blockIntervalP99Ms: number;
}

/** Runs a load, and says how far apart the blocks were that decided it. */
async function watch(url: string, load: () => Promise<LoadReport>): Promise<Watched> {
  const from = await heightOf(url);
  const { completed, elapsedMs } = await load();
  const toHeight = await heightOf(url);
  const timesMs: number[] = [];
  for (let height = from + 1; height <= toHeight; height += 1) {
    const { timeMs, transactions } = await blockAt(url, height);
    if (transactions.length > 0) timesMs.push(timeMs);
  }
  // The time of a block is that of the votes for the one before: the first after a rest looks older than it is.
  timesMs.shift();
  const intervalsMs = timesMs.slice(1).map((timeMs, index) => timeMs - (timesMs[index] ?? timeMs));
  return {
    toHeight,
    perSecond: Math.round((completed * 1_000) / elapsedMs),
    blockIntervalP99Ms: Math.round(percentile(intervalsMs, 99)),
  };
}

async function measureCatchUp(
  target: TestnetTarget,
  loads: OutageLoads,
  offeredPerSecond: number,
  lastHeight: number,
): Promise<CatchUp> {
  let isDone = false;
  const load = (async () => {
    // In short pieces, so that it ends soon after the node has caught up.
    while (!isDone) await loads.paced(offeredPerSecond, 1);
  })();
  const started = target.startNode(target.lastName);
  const servedMs = await untilServed(target.lastUrl);
  const reached = await untilLevel(target, servedMs);
  isDone = true;
  await load;
  await started;
  let missedPayments = 0;
  for (let height = lastHeight + 1; height <= reached.height; height += 1) {
    missedPayments += (await blockAt(target.url, height)).transactions.length;
  }
  const seconds = (reached.atMs - servedMs) / 1_000;
  const timesOffered = missedPayments / Math.max(0.001, seconds) / offeredPerSecond;
  return {
    offeredPerSecond,
    missedPayments,
    seconds: Math.round(seconds * 10) / 10,
    timesOffered: Math.round(timesOffered * 10) / 10,
  };
}

async function untilServed(url: string): Promise<number> {
  return (await until(() => heightOf(url).catch(() => undefined))).atMs;
}

/** Resolves once the stopped node has as many blocks as another had a moment before. */
async function untilLevel(target: TestnetTarget, fromMs: number): Promise<{ readonly height: number; atMs: number }> {
  const { value, atMs } = await until(async () => {
    const wanted = await heightOf(target.url);
    const height = await heightOf(target.lastUrl).catch(() => 0);
    return height >= wanted ? height : undefined;
  }, fromMs);
  return { height: value, atMs };
}

async function until<Value>(
  find: () => Promise<Value | undefined>,
  fromMs = performance.now(),
): Promise<{ readonly value: Value; readonly atMs: number }> {
  for (;;) {
    const value = await find();
    if (value !== undefined) return { value, atMs: performance.now() };
    if (performance.now() - fromMs > catchUpMsMax) throw new Error("the stopped node does not catch up");
    await new Promise((resolve) => setTimeout(resolve, pollMs));
  }
}

async function heightOf(url: string): Promise<number> {
  return healthSchema.parse(await (await fetch(`${url}/health`)).json()).height;
}

async function blockAt(url: string, height: number): Promise<z.output<typeof blockSchema>> {
  return blockSchema.parse(await (await fetch(`${url}/v1/blocks/${height}`)).json());
}
