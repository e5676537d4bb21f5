// A node as a process of its own over a directory, and what it answers over HTTP; commands beside it.
import { type ChildProcess, spawn } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";

const projectRoot = fileURLToPath(new URL("../..", import.meta.url));

export interface Health {
  readonly status: string;
  readonly network: string;
  readonly engine: string;
  readonly height: number;
  readonly root: string;
}

export interface NodeAnswer {
  readonly status: number;
  // The shape of an answer is what a test is about to look at.
  // biome-ignore lint/suspicious/noExplicitAny: a test names the members it expects.
  readonly json: any;
}

export interface NodeProcess {
  readonly url: string;
  readonly data: string;
  /** The line with which it said that it is ready. */
  readonly readyLine: string;
  get(path: string): Promise<NodeAnswer>;
  post(path: string, body: Uint8Array | object): Promise<NodeAnswer>;
  health(): Promise<Health>;
  /** Asks it to stop, and resolves to its exit code. */
  stop(): Promise<number | null>;
  /** Ends it at once, with nothing flushed. */
  kill(): Promise<void>;
}

export interface Ended {
  readonly code: number | null;
  readonly output: string;
  readonly errors: string;
}

/** A folder that is gone again after `remove`. */
export function temporaryFolder(): { readonly path: string; remove(): void } {
  const path = mkdtempSync(join(tmpdir(), "kedge-test-"));
  return { path, remove: () => rmSync(path, { recursive: true, force: true }) };
}

/** Starts a node with quick blocks on a free port, and waits until it says that it is ready. */
export async function startNodeProcess(data: string, flags: Readonly<Record<string, string>> = {}) {
  const child = spawnNode(data, flags);
  const ended = endOf(child);
  const line = await Promise.race([readyLineOf(child), ended]);
  if (typeof line !== "string") throw new Error(`the node ended before it was ready: ${line.errors}`);
  return nodeOf(child, data, line, ended);
}

/** Starts a node that is expected not to come up. */
export function runNodeProcess(data: string, flags: Readonly<Record<string, string>> = {}): Promise<Ended> {
  return endOf(spawnNode(data, flags));
}

/** Starts a node and kills it after so long, ready or not. */
export async function startAndKill(data: string, flags: Readonly<Record<string, string>>, ms: number): Promise<void> {
  const child = spawnNode(data, flags);
  const ended = endOf(child);
  const timer = setTimeout(() => child.kill("SIGKILL"), ms);
  await ended;
  clearTimeout(timer);
}

/** Runs one command of the program to its end. */
export function runKedge(command: string, args: readonly string[], environment: NodeJS.ProcessEnv = {}) {
  return endOf(spawnProgram(["src/cli/main.ts", command, ...args], environment));
}

/** Starts a command, to be killed before it ends. */
export function startKedge(args: readonly string[]): { kill(): Promise<Ended>; readonly ended: Promise<Ended> } {
  const child = spawnProgram(["src/cli/main.ts", ...args]);
  const ended = endOf(child);
  return {
    ended,
    kill() {
      child.kill("SIGKILL");
      return ended;
    },
  };
}

function spawnNode(data: string, flags: Readonly<Record<string, string>>): ChildProcess {
  const quick = { port: "0", data, "block-interval-ms": "20", "replay-prices": "false", "log-level": "error" };
  const all = Object.entries({ ...quick, ...flags });
  return spawnProgram(["src/node/start.ts", ...all.flatMap(([name, value]) => [`--${name}`, value])]);
}

function spawnProgram(args: readonly string[], environment: NodeJS.ProcessEnv = {}): ChildProcess {
  const env = { ...process.env, ...environment };
  return spawn(process.execPath, ["--import", "tsx", ...args], {
    cwd: projectRoot,
    env,
    stdio: ["ignore", "pipe", "pipe"],
  });
}

function endOf(child: ChildProcess): Promise<Ended> {
  let output = "";
  let errors = "";
  child.stdout?.setEncoding("utf8").on("data", (text: string) => {
    output += text;
  });
  child.stderr?.setEncoding("utf8").on("data", (text: string) => {
    errors += text;
  });
  return new Promise((resolve) => child.once("close", (code) => resolve({ code, output, errors })));
}

async function readyLineOf(child: ChildProcess): Promise<string> {
  if (child.stdout !== null) {
    for await (const line of createInterface(child.stdout)) if (line.includes(" ready at ")) return line;
  }
  // Whoever waits hears of the end instead.
  return new Promise(() => undefined);
}

function nodeOf(child: ChildProcess, data: string, readyLine: string, ended: Promise<Ended>): NodeProcess {
  const url = /http:\S+?(?=,)/.exec(readyLine)?.[0] ?? "";
  const call = async (path: string, init: RequestInit): Promise<NodeAnswer> => {
    const response = await fetch(url + path, init);
    return { status: response.status, json: await response.json() };
  };
  const end = async (signal: NodeJS.Signals) => {
    child.kill(signal);
    return (await ended).code;
  };
  return {
    url,
    data,
    readyLine,
    get: (path) => call(path, {}),
    post: (path, body) =>
      call(path, {
        method: "POST",
        headers: { "content-type": body instanceof Uint8Array ? "application/cbor" : "application/json" },
        body: body instanceof Uint8Array ? Buffer.from(body) : JSON.stringify(body),
      }),
    health: async () => (await call("/health", {})).json as Health,
    stop: () => end("SIGTERM"),
    kill: async () => void (await end("SIGKILL")),
  };
}
