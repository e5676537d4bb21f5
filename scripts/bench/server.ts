// The node under test: a process of its own, over a directory of its own, with durable commits.
import { type ChildProcess, spawn } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";

export interface BenchServer {
  readonly url: string;
  readonly directory: string;
  /** Resident memory now, in MiB. */
  residentMib(): number;
  stop(): Promise<void>;
}

/** Starts a node on a free port and waits until it says that it is ready. */
export async function startServer(settings: readonly string[] = []): Promise<BenchServer> {
  const directory = mkdtempSync(join(tmpdir(), "kedge-bench-"));
  const args = ["--import", "tsx", "src/node/start.ts", "--port", "0", "--data", directory, "--rate-limit", "0"];
  const fixed = ["--replay-prices", "false", "--log-level", "error"];
  const child = spawn(process.execPath, [...args, ...fixed, ...settings], { stdio: ["ignore", "pipe", "inherit"] });
  const url = await readyUrl(child);
  return {
    url,
    directory,
    residentMib: () => residentMib(child.pid ?? 0),
    async stop() {
      const ended = new Promise((resolve) => child.once("exit", resolve));
      child.kill("SIGTERM");
      await ended;
      rmSync(directory, { recursive: true, force: true });
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

function residentMib(pid: number): number {
  const line = /^VmRSS:\s+(\d+) kB/m.exec(readFileSync(`/proc/${pid}/status`, "utf8"));
  return Math.round(Number(line?.[1] ?? 0) / 1_024);
}
