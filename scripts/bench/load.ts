// The load generator: keeps a number of requests under way and notes how long each took.
import { Pool } from "undici";

export interface LoadOptions {
  readonly url: string;
  readonly path: string;
  readonly connections: number;
  /** Requests under way on each connection: answers come back in order. */
  readonly pipelining: number;
  readonly seconds: number;
}

export interface LoadReport {
  readonly completed: number;
  readonly elapsedMs: number;
  readonly latenciesMs: readonly number[];
  readonly errors: number;
  readonly firstError?: string;
}

/** Sends bodies, each once, until they run out or the time is over; then waits for what is under way. */
export async function runLoad(bodies: readonly Uint8Array[], options: LoadOptions): Promise<LoadReport> {
  const { url, path, connections, pipelining, seconds } = options;
  const pool = new Pool(url, { connections, pipelining, bodyTimeout: 60_000, headersTimeout: 60_000 });
  const latenciesMs: number[] = [];
  let next = 0;
  let errors = 0;
  let firstError: string | undefined;
  const startedMs = performance.now();
  const endMs = startedMs + seconds * 1_000;
  const headers = { "content-type": "application/cbor" };
  const work = async () => {
    while (next < bodies.length && performance.now() < endMs) {
      const body = bodies[next];
      next += 1;
      const sentMs = performance.now();
      try {
        const request = { path, method: "POST", headers, body: body ?? new Uint8Array() } as const;
        // The ledger makes resending safe; without this the client would not pipeline a POST.
        const response = await pool.request({ ...request, idempotent: true, blocking: false });
        const answer = await response.body.text();
        if (response.statusCode !== 200) throw new Error(`${response.statusCode} ${answer.slice(0, 300)}`);
        latenciesMs.push(performance.now() - sentMs);
      } catch (error) {
        errors += 1;
        firstError ??= String(error);
      }
    }
  };
  await Promise.all(Array.from({ length: connections * pipelining }, work));
  const elapsedMs = performance.now() - startedMs;
  await pool.close();
  return {
    completed: latenciesMs.length,
    elapsedMs,
    latenciesMs,
    errors,
    ...(firstError === undefined ? {} : { firstError }),
  };
}

/** The value below which so many in a hundred lie; 0 for an empty list. */
export function percentile(values: readonly number[], percent: number): number {
  const sorted = [...values].sort((left, right) => left - right);
  return sorted[Math.min(sorted.length - 1, Math.floor((sorted.length * percent) / 100))] ?? 0;
}
