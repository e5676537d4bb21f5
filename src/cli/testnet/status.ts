// How each node of a testnet is doing, as it says itself.
import { z } from "zod";
import { isBuiltIn, loadPlan, pathsOf, type TestnetNode, type TestnetPlan } from "./plan.ts";
import { runningPid } from "./processes.ts";

const answerMsMax = 2_000;

export interface NodeStatus {
  readonly name: string;
  /** Where its HTTP interface is. */
  readonly api: string;
  readonly height: number | null;
  readonly root: string | null;
  /** Both of its processes run. */
  readonly running: boolean;
  readonly isReady: boolean;
  readonly isValidator: boolean;
}

const healthSchema = z.object({ status: z.string(), height: z.number().int(), root: z.string() });
const engineStatusSchema = z.object({
  result: z.object({
    sync_info: z.object({ latest_block_height: z.coerce.number().int(), latest_app_hash: z.string() }),
  }),
});

interface Heard {
  readonly height: number;
  readonly root: string;
  readonly isReady: boolean;
}

export async function status(directory: string): Promise<{ readonly nodes: readonly NodeStatus[] }> {
  const plan = loadPlan(directory);
  return { nodes: await Promise.all(plan.nodes.map((node) => nodeStatus(directory, plan, node))) };
}

export async function nodeStatus(directory: string, plan: TestnetPlan, node: TestnetNode): Promise<NodeStatus> {
  // A yardstick has no interface but the engine's.
  const asksEngine = plan.application !== "kedge";
  const paths = pathsOf(directory, node.name);
  const api = `http://127.0.0.1:${asksEngine ? node.rpcPort : node.apiPort}`;
  const hasEngine = runningPid(paths.pidFile("engine")) !== undefined;
  const running = hasEngine && (isBuiltIn(plan) || runningPid(paths.pidFile("app")) !== undefined);
  const heard = asksEngine ? await askEngine(api) : await askNode(api);
  const { height = null, root = null, isReady = false } = heard ?? {};
  return { name: node.name, api, height, root, running, isReady: running && isReady, isValidator: node.isValidator };
}

async function askNode(api: string): Promise<Heard | undefined> {
  const health = healthSchema.safeParse(await ask(`${api}/health`));
  if (!health.success) return undefined;
  const { status: word, height, root } = health.data;
  return { height, root, isReady: word === "ready" };
}

async function askEngine(rpc: string): Promise<Heard | undefined> {
  const answer = engineStatusSchema.safeParse(await ask(`${rpc}/status`));
  if (!answer.success) return undefined;
  const { latest_block_height: height, latest_app_hash: root } = answer.data.result.sync_info;
  return { height, root: root.toLowerCase(), isReady: height > 0 };
}

async function ask(url: string): Promise<unknown> {
  try {
    return await (await fetch(url, { signal: AbortSignal.timeout(answerMsMax) })).json();
  } catch {
    // It does not answer: down, stopped, or starting.
    return undefined;
  }
}
