// A whole node in this process, without HTTP, over a directory: quick blocks, no replayed prices.
import { readConfig } from "#src/node/config.ts";
import { type LedgerNode, startNode } from "#src/node/node.ts";

export interface NodeSettings {
  readonly flags?: Readonly<Record<string, string>>;
  readonly nowMs?: () => number;
}

export interface TestNode extends LedgerNode {
  /** Defects and faults that the node reported. */
  readonly faults: unknown[];
}

export async function startTestNode(data: string, { flags = {}, nowMs = Date.now }: NodeSettings = {}) {
  const faults: unknown[] = [];
  const all = { data, "block-interval-ms": "10", "heartbeat-ms": "5000", ...flags };
  const args = Object.entries(all).flatMap(([name, value]) => [`--${name}`, value]);
  const node = await startNode(readConfig(args, {}), {
    nowMs,
    onFault: (fault) => faults.push(fault),
    onStopped: (fault) => faults.push(fault),
    onSnapshotFailed: (fault) => faults.push(fault),
  });
  // A copy would hold on to the ledger that a joiner leaves.
  return Object.assign(node, { faults }) satisfies TestNode;
}

/** Submits and waits for the result. */
export async function decide({ service }: LedgerNode, bytes: Uint8Array) {
  return (await service.submit(bytes)).decided;
}
