// The same exchanges without HTTP: blocks executed by the real machine over the real store, signatures checked, each block one synced write.
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { openLedger } from "#src/node/openLedger.ts";

export interface Executed {
  readonly elapsedMs: number;
  /** What of it this process had a core for: the rest was other work on the machine, or waiting for the disk. */
  readonly processorMs: number;
  readonly refused: number;
}

export interface BareLedger {
  readonly network: string;
  /** Executes transactions in blocks of so many, and tells how many were refused, items of batches included. */
  execute(transactions: readonly Uint8Array[], perBlock: number): Promise<Executed>;
  close(): Promise<void>;
}

export async function openBareLedger(): Promise<BareLedger> {
  const directory = mkdtempSync(join(tmpdir(), "kedge-bench-"));
  const hooks = { onFault: (fault: unknown) => void process.stderr.write(`${fault}\n`), nowMs: () => Date.now() };
  const { machine, store } = await openLedger({ data: directory }, hooks);
  const neutral = { proposerAddress: new Uint8Array(20), misbehaviour: [], lastCommit: [] };
  return {
    network: machine.network,
    async execute(transactions, perBlock) {
      const [begunMs, begun] = [performance.now(), process.cpuUsage()];
      let refused = 0;
      for (let at = 0; at < transactions.length; at += perBlock) {
        const block = transactions.slice(at, at + perBlock);
        const { height = 0, timeMs = 0 } = store.head ?? {};
        const nowMs = Math.max(timeMs + 1, Date.now());
        const { results } = machine.executeBlock({
          ...neutral,
          height: height + 1,
          timeMs: nowMs,
          transactions: block,
        });
        machine.guard.takeBlockRow();
        store.seal();
        await store.persist();
        for (const { code, itemRefusals } of results) refused += (code === 0 ? 0 : 1) + (itemRefusals?.size ?? 0);
      }
      const { user, system } = process.cpuUsage(begun);
      return { elapsedMs: performance.now() - begunMs, processorMs: (user + system) / 1_000, refused };
    },
    async close() {
      await store.close();
      rmSync(directory, { recursive: true, force: true });
    },
  };
}
