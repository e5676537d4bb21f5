// How long a node takes that joins a network by a snapshot: from its start until it follows, and where the time goes.
import { existsSync, readdirSync, statSync } from "node:fs";
import { join } from "node:path";
import { z } from "zod";
import { add } from "#src/cli/testnet/add.ts";
import { start } from "#src/cli/testnet/network.ts";
import { loadPlan, pathsOf } from "#src/cli/testnet/plan.ts";
import { present } from "#src/core/assert.ts";
import { joiningDirectory } from "#src/node/exchangeLedger.ts";
import type { LoadReport } from "./load.ts";
import { residentMibOf, type TestnetTarget } from "./target.ts";

const healthSchema = z.object({ status: z.string(), height: z.number().int() });
const pollMs = 50;
/** Seldom enough to leave the opening of accounts alone; the load below makes some five blocks a second. */
export const snapshotIntervalBlocks = 100;
export const steadyPerSecond = 20;
const snapshotSecondsMax = 600;
const joinSecondsMax = 600;
const paySeconds = 5;
const joiner = "joiner-1";

export interface StateSyncReport {
  readonly snapshotMib: number;
  readonly chunks: number;
  /** Since the joiner's start: until its engine has found a snapshot, until the state is taken in, until it follows. */
  readonly foundSeconds: number;
  readonly takenSeconds: number;
  readonly followingSeconds: number;
  readonly joinerResidentMib: number;
}

/** `pay` keeps the network making blocks for some seconds, and is called again until all is measured. */
export async function measureStateSync(
  { directory, url }: TestnetTarget,
  pay: (seconds: number) => Promise<LoadReport>,
): Promise<StateSyncReport> {
  let isOver = false;
  const paying = (async () => {
    while (!isOver) await pay(paySeconds);
  })();
  try {
    const { height } = await healthOf(url);
    await until(() => (newestSnapshot(directory)?.height ?? 0) > height, snapshotSecondsMax);
    const { height: snapshotHeight, files } = present(newestSnapshot(directory), "there is one now");
    // Its engine asks for headers after the snapshot.
    await until(async () => (await healthOf(url)).height >= snapshotHeight + 5, snapshotSecondsMax);
    const bytes = files.reduce((sum, file) => sum + statSync(file).size, 0);
    return { snapshotMib: Math.round(bytes / 2 ** 20), chunks: files.length - 1, ...(await timeJoiner(directory)) };
  } finally {
    isOver = true;
    await paying;
  }
}

async function timeJoiner(directory: string) {
  const { node } = await add(directory, joiner);
  const paths = pathsOf(directory, joiner);
  const startedMs = performance.now();
  const seconds = () => Math.round((performance.now() - startedMs) / 100) / 10;
  const url = `http://${node.host}:${node.apiPort}`;
  const joinerHealth = () => healthOf(url).catch(() => ({ status: "down", height: 0 }));
  // What it waits for is bounded for testnets of people; here the time itself is the answer.
  const starting = start(directory, [joiner]).catch(() => undefined);
  await until(() => existsSync(joiningDirectory(paths.ledger)), joinSecondsMax);
  const foundSeconds = seconds();
  await until(async () => (await joinerHealth()).height > 0, joinSecondsMax);
  const takenSeconds = seconds();
  await until(async () => (await joinerHealth()).status === "ready", joinSecondsMax);
  const followingSeconds = seconds();
  await starting;
  return { foundSeconds, takenSeconds, followingSeconds, joinerResidentMib: residentMibOf(paths) };
}

/** The newest whole snapshot of the first node, and its files. */
function newestSnapshot(directory: string): { readonly height: number; readonly files: readonly string[] } | undefined {
  const { name } = present(loadPlan(directory).nodes[0], "a testnet has a node");
  const folder = join(pathsOf(directory, name).ledger, "snapshots");
  const height = Math.max(0, ...readdirSync(folder).map((each) => Number(each) || 0));
  if (height === 0) return undefined;
  return { height, files: readdirSync(join(folder, String(height))).map((file) => join(folder, String(height), file)) };
}

async function healthOf(url: string) {
  return healthSchema.parse(await (await fetch(`${url}/health`)).json());
}

async function until(isDone: () => boolean | Promise<boolean>, secondsMax: number): Promise<void> {
  const endMs = performance.now() + secondsMax * 1_000;
  while (!(await isDone())) {
    if (performance.now() > endMs) throw new Error(`it took more than ${secondsMax} seconds`);
    await new Promise((resolve) => setTimeout(resolve, pollMs));
  }
}
