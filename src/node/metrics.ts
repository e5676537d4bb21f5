// The node's own metrics, beside those of its HTTP server.
import { Counter, Gauge, Registry } from "prom-client";
import type { LedgerNode } from "./node.ts";

export interface NodeMetrics {
  readonly registry: Registry;
  /** Defects rolled back: any at all deserves a look. */
  readonly faults: Counter;
}

export function createNodeMetrics(node: LedgerNode): NodeMetrics {
  const registry = new Registry();
  const registers = [registry];
  const gauge = (name: string, help: string, read: () => number) =>
    new Gauge({
      name,
      help,
      registers,
      collect() {
        this.set(read());
      },
    });
  gauge("kedge_pool_transactions", "Transactions that wait for a block.", () => node.pool.size);
  gauge("kedge_pool_bytes", "Bytes of the transactions that wait for a block.", () => node.pool.bytes);
  gauge("kedge_remembered_ids", "Ids remembered against replay.", () => node.machine.guard.count);
  const faults = new Counter({ name: "kedge_faults_total", help: "Defects that were rolled back.", registers });
  return { registry, faults };
}
