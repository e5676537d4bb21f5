// What is measured: one node with its own engine, or a testnet of CometBFT validators on this machine.
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { init } from "#src/cli/testnet/init.ts";
import { start, stop } from "#src/cli/testnet/network.ts";
import { type NodePaths, pathsOf } from "#src/cli/testnet/plan.ts";
import { runningPid } from "#src/cli/testnet/processes.ts";
import { status } from "#src/cli/testnet/status.ts";
import { present } from "#src/core/assert.ts";
import { startLocalNode } from "../localNode.ts";

/** How long the engine waits after each block and for each proposal; stated with every result. */
export const timing = { timeoutCommitMs: 200, timeoutProposeMs: 1_000 } as const;

export interface BenchTarget {
  readonly url: string;
  /** Of the node that is sent the load. */
  residentMib(): number;
  stop(): Promise<void>;
}

/** Of a network, the node after all others can be stopped and started again. */
export interface TestnetTarget extends BenchTarget {
  readonly directory: string;
  readonly lastName: string;
  readonly lastUrl: string;
  stopNode(name: string): Promise<void>;
  startNode(name: string): Promise<void>;
}

export async function startSingle(): Promise<BenchTarget> {
  const directory = mkdtempSync(join(tmpdir(), "kedge-bench-"));
  const node = await startLocalNode({ data: directory, "rate-limit": "0", "replay-prices": "false" });
  return {
    url: node.url,
    residentMib: node.residentMib,
    async stop() {
      await node.stop();
      rmSync(directory, { recursive: true, force: true });
    },
  };
}

/**
 * Validators that reach each other directly: a link in between would be measured too. They make snapshots only where
 * those are measured.
 */
export async function startTestnet(
  validators: number,
  application: string,
  snapshotIntervalBlocks = 0,
): Promise<TestnetTarget> {
  const directory = mkdtempSync(join(tmpdir(), "kedge-bench-"));
  const place = { basePort: await freePort() };
  await init(directory, { validators, place, hasLinks: false, application, timing, snapshotIntervalBlocks });
  const end = async () => {
    await stop(directory);
    rmSync(directory, { recursive: true, force: true });
  };
  try {
    await start(directory);
  } catch (fault) {
    await end();
    throw fault;
  }
  const { nodes } = await status(directory);
  const first = present(nodes[0], "a testnet has a node");
  const last = present(nodes.at(-1), "a testnet has a node");
  return {
    directory,
    url: first.api,
    lastName: last.name,
    lastUrl: last.api,
    residentMib: () => residentMibOf(pathsOf(directory, first.name)),
    stopNode: (name) => stop(directory, [name]),
    startNode: (name) => start(directory, [name]),
    stop: end,
  };
}

/** Of a node's application. */
export function residentMibOf(paths: NodePaths): number {
  const pid = runningPid(paths.pidFile("app"));
  if (pid === undefined) return 0;
  const line = /^VmRSS:\s+(\d+) kB/m.exec(readFileSync(`/proc/${pid}/status`, "utf8"));
  return Math.round(Number(line?.[1] ?? 0) / 1_024);
}

/** The first of a row of ports, below those that the system hands out by itself. */
async function freePort(): Promise<number> {
  for (let port = 30_000; port > 12_000; port -= 500) {
    const isFree = await new Promise<boolean>((resolve) => {
      const server = createServer();
      server.once("error", () => resolve(false));
      server.listen(port, "127.0.0.1", () => server.close(() => resolve(true)));
    });
    if (isFree) return port;
  }
  throw new Error("no port is free");
}
