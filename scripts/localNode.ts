// Starts a node as a process of its own on a free port, for demos, benchmarks and tests.
import { type ChildProcess, spawn } from "node:child_process";
import { readFileSync } from "node:fs";
import { createInterface } from "node:readline";

export interface LocalNode {
  readonly url: string;
  readonly process: ChildProcess;
  /** Resident memory now, in MiB. */
  residentMib(): number;
  /** Asks it to stop and waits until it has. */
  stop(): Promise<void>;
}

const program = new URL("../src/node/start.ts", import.meta.url).pathname;
const projectRoot = new URL("..", import.meta.url).pathname;

/** `settings` by their flag's name, such as `{ data: DIR, "replay-prices": "false" }`. Resolves once the node is ready. */
export async function startLocalNode(settings: Readonly<Record<string, string>>): Promise<LocalNode> {
  const flags = Object.entries({ port: "0", "log-level": "error", ...settings }).flatMap(([name, value]) => [
    `--${name}`,
    value,
  ]);
  const child = spawn(process.execPath, ["--import", "tsx", program, ...flags], {
    cwd: projectRoot,
    stdio: ["ignore", "pipe", "inherit"],
  });
  const url = await readyUrl(child);
  return {
    url,
    process: child,
    residentMib: () => residentMib(child),
    async stop() {
      if (child.exitCode !== null || child.signalCode !== null) return;
      const ended = new Promise((resolve) => child.once("exit", resolve));
      child.kill("SIGTERM");
      await ended;
    },
  };
}

async function readyUrl(child: ChildProcess): Promise<string> {
  if (child.stdout === null) throw new Error("the node has no output");
  for await (const line of createInterface(child.stdout)) {
    const url = /ready at (http:\S+?),/.exec(line)?.[1];
    if (url !== undefined) return url;
  }
  throw new Error("the node ended before it was ready");
}

function residentMib({ pid }: ChildProcess): number {
  const line = /^VmRSS:\s+(\d+) kB/m.exec(readFileSync(`/proc/${pid}/status`, "utf8"));
  return Math.round(Number(line?.[1] ?? 0) / 1_024);
}
