// Testnets for tests: in a temporary folder, on ports that are free, and gone afterwards.
import { createServer } from "node:net";
import { type InitOptions, init } from "#src/cli/testnet/init.ts";
import { stop } from "#src/cli/testnet/network.ts";
import { type NodeStatus, status } from "#src/cli/testnet/status.ts";
import { temporaryFolder } from "./nodeProcess.ts";

/** A testnet takes its ports from this many in a row. */
const portsInARow = 420;

export interface TestTestnet {
  readonly directory: string;
  node(name: string): Promise<NodeStatus>;
  /** Asks again until all of these nodes are as wanted; fails after so long. */
  until(isDone: (nodes: readonly NodeStatus[]) => boolean, msMax: number): Promise<readonly NodeStatus[]>;
  remove(): Promise<void>;
}

export async function makeTestnet(options: Omit<InitOptions, "place">): Promise<TestTestnet> {
  const folder = temporaryFolder();
  const directory = `${folder.path}/net`;
  await init(directory, { ...options, place: { basePort: await freePorts() } });
  const nodes = async () => (await status(directory)).nodes;
  return {
    directory,
    async node(name) {
      const found = (await nodes()).find((node) => node.name === name);
      if (found === undefined) throw new Error(`there is no node ${name}`);
      return found;
    },
    async until(isDone, msMax) {
      const endMs = performance.now() + msMax;
      for (;;) {
        const now = await nodes();
        if (isDone(now)) return now;
        if (performance.now() > endMs) throw new Error(`after ${msMax} ms the nodes are ${JSON.stringify(now)}`);
        await pause(50);
      }
    },
    async remove() {
      await stop(directory);
      folder.remove();
    },
  };
}

export function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}

/** The first of a row whose first port is free now; below those that the system hands out by itself. */
export async function freePorts(): Promise<number> {
  for (let tries = 0; tries < 20; tries += 1) {
    const first = 12_000 + portsInARow * Math.floor(Math.random() * 40);
    if (await isFree(first)) return first;
  }
  throw new Error("no ports are free");
}

function isFree(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once("error", () => resolve(false));
    server.listen(port, "127.0.0.1", () => server.close(() => resolve(true)));
  });
}
