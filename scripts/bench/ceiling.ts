// The engine's own ceiling: what it decides with an application that does next to nothing, at the same transaction size.
import { Pool } from "undici";
import { z } from "zod";
import { startTestnet } from "./target.ts";

/** Requests under way, and transactions in each: what the engine's interface took fastest here. */
const connections = 16;
const batchBytes = 50_000;
const batchTransactionsMax = 100;
/** Heights in one answer of the engine. */
const heightsPerAnswer = 20;
/** The engine refuses when its pool is full: a client waits for the next block. */
const fullPauseMs = 20;

export interface Ceiling {
  readonly application: string;
  readonly transactionBytes: number;
  /** Transactions that were decided while the load lasted. */
  readonly perSecond: number;
}

export async function measureCeiling(
  application: string,
  plan: { readonly validators: number; readonly transactionBytes: number; readonly seconds: number },
): Promise<Ceiling> {
  const target = await startTestnet(plan.validators, application);
  try {
    const before = await heightOf(target.url);
    const startedMs = performance.now();
    await flood(target.url, plan);
    const after = await heightOf(target.url);
    const elapsedMs = performance.now() - startedMs;
    const decided = await decidedIn(target.url, before + 1, after);
    const perSecond = Math.round((decided * 1_000) / elapsedMs);
    return { application, transactionBytes: plan.transactionBytes, perSecond };
  } finally {
    await target.stop();
  }
}

async function flood(url: string, plan: { readonly transactionBytes: number; readonly seconds: number }) {
  const pool = new Pool(url, { connections, pipelining: 1 });
  const endMs = performance.now() + plan.seconds * 1_000;
  const perBatch = Math.max(1, Math.min(batchTransactionsMax, Math.floor(batchBytes / plan.transactionBytes)));
  let sent = 0;
  const worker = async () => {
    while (performance.now() < endMs) {
      const calls = Array.from({ length: perBatch }, () => {
        sent += 1;
        // The form that kvstore takes; nothing reads it.
        const tx = Buffer.from(`${sent}=`.padEnd(plan.transactionBytes, "v")).toString("base64");
        return { jsonrpc: "2.0", id: sent, method: "broadcast_tx_sync", params: { tx } };
      });
      const headers = { "content-type": "application/json" };
      const { body } = await pool.request({ path: "/", method: "POST", headers, body: JSON.stringify(calls) });
      if ((await body.text()).includes('"error"')) await new Promise((resolve) => setTimeout(resolve, fullPauseMs));
    }
  };
  await Promise.all(Array.from({ length: connections }, worker));
  await pool.close();
}

const statusSchema = z.object({
  result: z.object({ sync_info: z.object({ latest_block_height: z.coerce.number().int() }) }),
});
const blocksSchema = z.object({
  result: z.object({
    block_metas: z.array(z.object({ num_txs: z.coerce.number().int() })),
  }),
});

async function heightOf(url: string): Promise<number> {
  const answer = statusSchema.parse(await (await fetch(`${url}/status`)).json());
  return answer.result.sync_info.latest_block_height;
}

/** Transactions in the blocks from one height to another. */
async function decidedIn(url: string, from: number, to: number): Promise<number> {
  let decided = 0;
  for (let first = from; first <= to; first += heightsPerAnswer) {
    const last = Math.min(to, first + heightsPerAnswer - 1);
    const answer = await (await fetch(`${url}/blockchain?minHeight=${first}&maxHeight=${last}`)).json();
    for (const block of blocksSchema.parse(answer).result.block_metas) decided += block.num_txs;
  }
  return decided;
}
