// The load generator: keeps a number of requests under way and notes how long each took.
import { connect, type Socket } from "node:net";

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

/** What one run shares among its connections. */
interface Run {
  readonly bodies: readonly Uint8Array[];
  readonly head: string;
  readonly endMs: number;
  readonly latenciesMs: number[];
  next: number;
  errors: number;
  firstError: string | undefined;
}

/** Sends bodies, each once, until they run out or the time is over; then waits for what is under way. */
export async function runLoad(bodies: readonly Uint8Array[], options: LoadOptions): Promise<LoadReport> {
  const { url, path, connections, pipelining, seconds } = options;
  const { hostname, port } = new URL(url);
  const startedMs = performance.now();
  const run: Run = {
    bodies,
    head: `POST ${path} HTTP/1.1\r\nhost: ${hostname}:${port}\r\ncontent-type: application/cbor\r\ncontent-length: `,
    endMs: startedMs + seconds * 1_000,
    latenciesMs: [],
    next: 0,
    errors: 0,
    firstError: undefined,
  };
  const lanes = Math.min(connections, bodies.length);
  await Promise.all(Array.from({ length: lanes }, () => new Lane(run, pipelining).drive(hostname, Number(port))));
  const { latenciesMs, errors, firstError } = run;
  const report = { completed: latenciesMs.length, elapsedMs: performance.now() - startedMs, latenciesMs, errors };
  return firstError === undefined ? report : { ...report, firstError };
}

/**
 * One connection. A client library costs more than the node's own work for a payment, and both share the cores here, so
 * requests are written and answers counted by hand; every answer of the node has a length.
 */
class Lane {
  readonly #run: Run;
  readonly #pipelining: number;
  /** When each request under way was sent, oldest first. */
  readonly #sentMs: number[] = [];
  #received: Buffer = Buffer.alloc(0);

  constructor(run: Run, pipelining: number) {
    this.#run = run;
    this.#pipelining = pipelining;
  }

  drive(host: string, port: number): Promise<void> {
    return new Promise((resolve) => {
      const socket = connect({ host, port, noDelay: true });
      const end = () => {
        socket.destroy();
        resolve();
      };
      socket.on("connect", () => this.#fill(socket));
      socket.on("data", (chunk) => {
        this.#take(chunk);
        this.#fill(socket);
        if (this.#sentMs.length === 0) end();
      });
      socket.on("error", (error) => {
        this.#fail(Math.max(1, this.#sentMs.length), String(error));
        end();
      });
      socket.on("close", end);
    });
  }

  #fill(socket: Socket): void {
    const { bodies, head, endMs } = this.#run;
    socket.cork();
    while (this.#sentMs.length < this.#pipelining && performance.now() < endMs) {
      const body = bodies[this.#run.next];
      if (body === undefined) break;
      this.#run.next += 1;
      socket.write(`${head}${body.length}\r\n\r\n`);
      socket.write(body);
      this.#sentMs.push(performance.now());
    }
    socket.uncork();
  }

  #take(chunk: Buffer): void {
    this.#received = this.#received.length === 0 ? chunk : Buffer.concat([this.#received, chunk]);
    for (;;) {
      const headEnd = this.#received.indexOf("\r\n\r\n");
      if (headEnd < 0) return;
      const head = this.#received.toString("latin1", 0, headEnd);
      const length = Number(/\r\ncontent-length: (\d+)/i.exec(head)?.[1] ?? 0);
      const end = headEnd + 4 + length;
      if (this.#received.length < end) return;
      const sentMs = this.#sentMs.shift() ?? 0;
      if (head.startsWith("HTTP/1.1 200 ")) this.#run.latenciesMs.push(performance.now() - sentMs);
      else
        this.#fail(
          1,
          `${head.slice(0, 40)} ${this.#received.toString("latin1", headEnd + 4, Math.min(end, headEnd + 304))}`,
        );
      this.#received = this.#received.subarray(end);
    }
  }

  #fail(count: number, reason: string): void {
    this.#run.errors += count;
    this.#run.firstError ??= reason;
  }
}

/** The value below which so many in a hundred lie; 0 for an empty list. */
export function percentile(values: readonly number[], percent: number): number {
  const sorted = [...values].sort((left, right) => left - right);
  return sorted[Math.min(sorted.length - 1, Math.floor((sorted.length * percent) / 100))] ?? 0;
}
