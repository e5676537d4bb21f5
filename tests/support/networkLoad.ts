// A load of payments over all nodes of a testnet, which remembers what was acknowledged, and the checks that follow from it.
import type { NodeStatus } from "#src/cli/testnet/status.ts";
import type { Acknowledged } from "./acknowledgedLoad.ts";
import { paymentOf } from "./payments.ts";
import { pause } from "./testnets.ts";

/** Longer than a cut-off node may be cut off: its client gives up, and what it sent may still be decided. */
const answerMsMax = 8_000;

export interface NetworkLoad {
  readonly acknowledged: readonly Acknowledged[];
  /** Resolves when nothing is under way any more. */
  stop(): Promise<void>;
}

/** Every node is sent payments by a client of its own, one after the other, whether it answers or not. */
export function startNetworkLoad(apis: readonly string[], network: string): NetworkLoad {
  const acknowledged: Acknowledged[] = [];
  let isStopped = false;
  const run = async (api: string) => {
    while (!isStopped) {
      const result = await pay(api, network);
      if (result === undefined) await pause(100);
      else acknowledged.push(result);
    }
  };
  const ended = Promise.all(apis.map(run));
  return {
    acknowledged,
    async stop() {
      isStopped = true;
      await ended;
    },
  };
}

/** One payment through this node; undefined when it was not acknowledged. */
export async function pay(api: string, network: string, msMax = answerMsMax): Promise<Acknowledged | undefined> {
  const body = Buffer.from(paymentOf(network, { from: "participant-bank", to: "bob", amount: 1n }));
  try {
    const response = await fetch(`${api}/v1/transactions?wait=committed`, {
      method: "POST",
      headers: { "content-type": "application/cbor" },
      body,
      signal: AbortSignal.timeout(msMax),
    });
    const { id, height, index, code } = (await response.json()) as Partial<Acknowledged>;
    if (id === undefined || height === undefined || index === undefined || code === undefined) return undefined;
    return { id, height, index, code };
  } catch {
    // The node is gone, halted or cut off.
    return undefined;
  }
}

/** The heights, from the first to the last, at which not all nodes have the same root. */
export async function forks(nodes: readonly NodeStatus[], from: number, to: number): Promise<number[]> {
  const wrong: number[] = [];
  for (let height = from; height <= to; height += 1) {
    const roots = await Promise.all(nodes.map(async ({ api }) => (await blockOf(api, height)).root));
    if (roots.some((root) => root === undefined || root !== roots[0])) wrong.push(height);
  }
  return wrong;
}

async function blockOf(api: string, height: number): Promise<{ readonly root?: string }> {
  return (await (await fetch(`${api}/v1/blocks/${height}`)).json()) as { root?: string };
}

/** What was acknowledged and is not on every node as it was acknowledged. */
export async function lost(nodes: readonly NodeStatus[], acknowledged: readonly Acknowledged[]): Promise<string[]> {
  const missing: string[] = [];
  for (const { api, name } of nodes) {
    for (const { id, height, index, code } of acknowledged) {
      const found = (await (await fetch(`${api}/v1/transactions/${id}`)).json()) as Partial<Acknowledged>;
      const isSame = found.height === height && found.index === index && found.code === code;
      if (!isSame) missing.push(`${name}: ${id} of block ${height}`);
    }
  }
  return missing;
}
