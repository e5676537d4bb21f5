// What may befall one node of a testnet besides being killed: a wrong clock, a full disk, a log that lost its end.
import { execFileSync } from "node:child_process";
import { fileURLToPath } from "node:url";
import { kill, start } from "#src/cli/testnet/network.ts";
import { pathsOf } from "#src/cli/testnet/plan.ts";
import { runningPid } from "#src/cli/testnet/processes.ts";
import { status } from "#src/cli/testnet/status.ts";
import { storeDirectory } from "#src/node/openLedger.ts";
import { type Cut, cutLog, newestLogSize } from "./logCut.ts";
import { clockOffsetVariable } from "./skewedEngine.ts";

const skewedClock = fileURLToPath(new URL("skewedClock.mjs", import.meta.url));

/** Starts a node again whose application and engine both have a wrong clock. */
export async function startWithSkewedClock(
  directory: string,
  name: string,
  skewedEngine: string,
  skewSeconds: number,
): Promise<void> {
  await kill(directory, name);
  const before = { ...process.env };
  // The processes of a testnet inherit the environment of whoever starts them.
  Object.assign(process.env, {
    COMETBFT_BIN: skewedEngine,
    NODE_OPTIONS: `--import=${skewedClock}`,
    [clockOffsetVariable]: `${skewSeconds}s`,
  });
  try {
    await start(directory, [name]);
  } finally {
    for (const variable of ["COMETBFT_BIN", "NODE_OPTIONS", clockOffsetVariable]) {
      if (before[variable] === undefined) delete process.env[variable];
      else process.env[variable] = before[variable];
    }
  }
}

/** From now on no file of the node's application can grow beyond the size of its log now. */
export function fillDisk(directory: string, name: string): void {
  const paths = pathsOf(directory, name);
  const pid = runningPid(paths.pidFile("app"));
  if (pid === undefined) throw new Error(`${name} does not run`);
  const bytesMax = newestLogSize(storeDirectory(paths.ledger));
  execFileSync("prlimit", ["--pid", String(pid), `--fsize=${bytesMax}:unlimited`]);
}

/** Kills a node, and takes from its log what a power cut might take: something behind the newest block it told of. */
export async function killAndCutLog(
  directory: string,
  name: string,
  choose: (ends: readonly number[]) => number,
): Promise<Cut | undefined> {
  const told = (await status(directory)).nodes.find((node) => node.name === name)?.height ?? 0;
  await kill(directory, name);
  return cutLog(storeDirectory(pathsOf(directory, name).ledger), told, choose);
}
