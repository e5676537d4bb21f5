// Starts, stops and kills the processes of a testnet: for each node the application, then its engine.
import { existsSync, rmSync, statSync } from "node:fs";
import { join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { Fault } from "#src/core/assert.ts";
import { requireEngine } from "../engine/binary.ts";
import { linksSocketPath } from "./links/conditions.ts";
import {
  isBuiltIn,
  loadLocalPlan,
  type NodePaths,
  type Part,
  pathsOf,
  requireNode,
  type TestnetNode,
  type TestnetPlan,
} from "./plan.ts";
import { runningPid, signalProcess, startDetached, waitForEnd } from "./processes.ts";
import { nodeStatus } from "./status.ts";

const projectRoot = fileURLToPath(new URL("../../..", import.meta.url));
const linksProgram = "src/cli/testnet/links/main.ts";
const nodeProgram = "src/node/start.ts";

/** A node on a busy machine of two cores reads its rows again before it serves. */
const readyMsMax = 120_000;
const stopMsMax = 30_000;
const pollMs = 50;

const linksFiles = (directory: string) => ({
  pidFile: join(resolve(directory), "links.pid"),
  log: join(resolve(directory), "links.log"),
  directory: projectRoot,
});

/** Starts whatever does not run, of these nodes or of all; resolves when they are ready. */
export async function start(directory: string, names?: readonly string[]): Promise<void> {
  const plan = loadLocalPlan(directory);
  const engine = (await requireEngine()).path;
  const nodes = names === undefined ? plan.nodes : names.map((name) => requireNode(plan, name));
  await startLinks(directory, plan);
  for (const node of nodes) await startNode(directory, plan, node, engine);
  await Promise.all(nodes.map((node) => untilReady(directory, plan, node)));
}

async function startLinks(directory: string, plan: TestnetPlan): Promise<void> {
  const files = linksFiles(directory);
  if (plan.links.length === 0 || runningPid(files.pidFile) !== undefined) return;
  rmSync(linksSocketPath(directory), { force: true });
  startDetached(process.execPath, ["--import", "tsx", linksProgram, resolve(directory)], files);
  const isOpen = () => existsSync(linksSocketPath(directory));
  await until(isOpen, () => runningPid(files.pidFile) !== undefined, `the links do not open: see ${files.log}`);
}

async function startNode(directory: string, plan: TestnetPlan, node: TestnetNode, engine: string): Promise<void> {
  const paths = pathsOf(directory, node.name);
  const files = (part: Part) => ({ pidFile: paths.pidFile(part), log: paths.log(part), directory: projectRoot });
  const isRunning = (part: Part) => runningPid(paths.pidFile(part)) !== undefined;
  if (!isBuiltIn(plan) && !isRunning("app")) {
    // An engine whose application is gone ends by itself, a little later; a new one must not meet it.
    signalProcess(paths.pidFile("engine"), "SIGKILL");
    await waitForEnd(paths.pidFile("engine"), stopMsMax);
    rmSync(paths.socket, { force: true });
    const program =
      plan.application === "kedge" ? [nodeProgram, ...nodeFlags(directory, plan, node)] : yardstick(plan, paths);
    startDetached(process.execPath, ["--import", "tsx", ...program], files("app"));
    // The engine tries a socket that is not there again after three seconds, so it waits for its application here.
    const message = `${node.name} does not start: see ${paths.log("app")}`;
    await until(
      () => isSocket(paths.socket),
      () => isRunning("app"),
      message,
    );
  }
  if (!isRunning("engine")) startDetached(engine, ["start", "--home", paths.engineHome], files("engine"));
}

const yardstick = ({ application }: TestnetPlan, { socket }: NodePaths) => [application, `unix://${socket}`];

function nodeFlags(directory: string, plan: TestnetPlan, node: TestnetNode): string[] {
  const paths = pathsOf(directory, node.name);
  const flags = {
    engine: "cometbft",
    abci: `unix://${paths.socket}`,
    "comet-rpc": `http://127.0.0.1:${node.rpcPort}`,
    genesis: paths.genesis,
    data: paths.ledger,
    port: String(node.apiPort),
    "snapshot-interval-blocks": String(plan.snapshotIntervalBlocks),
    "replay-prices": "false",
    "rate-limit": "0",
    "log-level": "warn",
  };
  return Object.entries(flags).flatMap(([name, value]) => [`--${name}`, value]);
}

function isSocket(path: string): boolean {
  return existsSync(path) && statSync(path).isSocket();
}

async function untilReady(directory: string, plan: TestnetPlan, node: TestnetNode): Promise<void> {
  const paths = pathsOf(directory, node.name);
  const isReady = async () => (await nodeStatus(directory, plan, node)).isReady;
  const lives = () => runningPid(paths.pidFile("engine")) !== undefined;
  await until(isReady, lives, `${node.name} does not become ready: see ${paths.folder}/*.log`);
}

async function until(
  isDone: () => boolean | Promise<boolean>,
  canStillBe: () => boolean,
  message: string,
): Promise<void> {
  const endMs = performance.now() + readyMsMax;
  while (!(await isDone())) {
    if (!canStillBe() || performance.now() > endMs) throw new Fault(message);
    await new Promise((done) => setTimeout(done, pollMs));
  }
}

/** Asks every process to end, engines first, and waits; what does not listen is killed. */
export async function stop(directory: string, names?: readonly string[]): Promise<void> {
  const plan = loadLocalPlan(directory);
  const nodes = names === undefined ? plan.nodes : names.map((name) => requireNode(plan, name));
  await Promise.all(nodes.map((node) => stopNode(directory, node)));
  if (names === undefined) await endProcess(linksFiles(directory).pidFile);
}

async function stopNode(directory: string, node: TestnetNode): Promise<void> {
  const paths = pathsOf(directory, node.name);
  await endProcess(paths.pidFile("engine"));
  await endProcess(paths.pidFile("app"));
}

async function endProcess(pidFile: string): Promise<void> {
  // One that was halted cannot hear that it should end.
  signalProcess(pidFile, "SIGCONT");
  signalProcess(pidFile, "SIGTERM");
  if (await waitForEnd(pidFile, stopMsMax)) return;
  signalProcess(pidFile, "SIGKILL");
  await waitForEnd(pidFile, stopMsMax);
}

/** Ends a node, or one of its processes, as a power cut would. */
export async function kill(directory: string, name: string, part?: Part): Promise<void> {
  requireNode(loadLocalPlan(directory), name);
  await signalNode(directory, name, "SIGKILL", part);
  const paths = pathsOf(directory, name);
  for (const each of partsOf(part)) await waitForEnd(paths.pidFile(each), stopMsMax);
}

/** Sends a signal to a node's processes: SIGSTOP halts them where they are, SIGCONT lets them go on. */
export async function signalNode(directory: string, name: string, signal: NodeJS.Signals, part?: Part): Promise<void> {
  const paths = pathsOf(directory, requireNode(loadLocalPlan(directory), name).name);
  for (const each of partsOf(part)) signalProcess(paths.pidFile(each), signal);
}

function partsOf(part: Part | undefined): readonly Part[] {
  return part === undefined ? ["app", "engine"] : [part];
}
