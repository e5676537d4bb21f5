// A load that comes at its own pace, whether answers come or not: what clients see below the limit.
import { Pool } from "undici";
import type { LoadReport } from "./load.ts";

/** How often requests are sent: a pace of hundreds a second comes in small groups. */
const tickMs = 10;
/** Requests under way at most; what would come on top is an error, as a client that gives up. */
const underWayMax = 10_000;

export interface PacedOptions {
  readonly url: string;
  readonly path: string;
  readonly perSecond: number;
  readonly seconds: number;
}

/** Sends bodies, each once and at its time, until they run out or the time is over; a latency counts from that time. */
export async function runPacedLoad(bodies: readonly Uint8Array[], options: PacedOptions): Promise<LoadReport> {
  const { url, path, perSecond, seconds } = options;
  const pool = new Pool(url, { connections: 128, pipelining: 4 });
  const latenciesMs: number[] = [];
  let errors = 0;
  let firstError: string | undefined;
  const fail = (reason: string) => {
    errors += 1;
    firstError ??= reason;
  };
  const send = async (body: Uint8Array, dueMs: number) => {
    try {
      const headers = { "content-type": "application/cbor" };
      const response = await pool.request({ path, method: "POST", headers, body });
      const text = await response.body.text();
      if (response.statusCode === 200) latenciesMs.push(performance.now() - dueMs);
      else fail(`${response.statusCode} ${text.slice(0, 300)}`);
    } catch (reason) {
      fail(String(reason));
    }
  };
  const startedMs = performance.now();
  const count = Math.min(bodies.length, Math.floor(perSecond * seconds));
  const underWay = new Set<Promise<void>>();
  for (let next = 0; next < count; ) {
    const dueCount = Math.min(count, Math.floor(((performance.now() - startedMs) * perSecond) / 1_000));
    for (; next < dueCount; next += 1) {
      const body = bodies[next];
      if (body === undefined || underWay.size >= underWayMax) fail("too many requests are under way");
      else {
        const sending = send(body, startedMs + (next * 1_000) / perSecond).finally(() => underWay.delete(sending));
        underWay.add(sending);
      }
    }
    await new Promise((resolve) => setTimeout(resolve, tickMs));
  }
  await Promise.all(underWay);
  const elapsedMs = performance.now() - startedMs;
  await pool.close();
  const report = { completed: latenciesMs.length, elapsedMs, latenciesMs, errors };
  return firstError === undefined ? report : { ...report, firstError };
}
