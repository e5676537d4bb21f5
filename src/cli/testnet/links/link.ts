// One way between two nodes: passes bytes on, and can be made slow, narrow, or silent while it runs.
import { connect, createServer, type Server, type Socket } from "node:net";

export interface LinkConditions {
  /** Nothing passes; connections stay open, as when a cable is cut. */
  readonly isBlocked: boolean;
  readonly delayMs: number;
  /** Bytes a second in each direction; 0 for no limit. */
  readonly bytesPerSecond: number;
}

export const openConditions: LinkConditions = { isBlocked: false, delayMs: 0, bytesPerSecond: 0 };

/** Bytes under way in one direction: a slow link must push back, not store. */
const bytesUnderWayMax = 4 * 1024 * 1024;

export class NetworkLink {
  readonly #server: Server;
  readonly #ways = new Set<Way>();
  #conditions = openConditions;

  constructor(targetPort: number) {
    this.#server = createServer({ allowHalfOpen: false }, (inbound) => this.#join(inbound, targetPort));
  }

  /** Resolves to the port, which is the one asked for unless that was 0. */
  listen(port: number): Promise<number> {
    return new Promise((resolve, reject) => {
      this.#server.once("error", reject);
      this.#server.listen({ port, host: "127.0.0.1" }, () => {
        const address = this.#server.address();
        resolve(typeof address === "object" && address !== null ? address.port : port);
      });
    });
  }

  /** Takes no more connections; those that are there end with either side. */
  close(): void {
    this.#server.close();
  }

  get conditions(): LinkConditions {
    return this.#conditions;
  }

  set conditions(conditions: LinkConditions) {
    this.#conditions = conditions;
    for (const way of this.#ways) way.flow();
  }

  #join(inbound: Socket, targetPort: number): void {
    const outbound = connect({ port: targetPort, host: "127.0.0.1", noDelay: true });
    inbound.setNoDelay(true);
    const there = new Way(inbound, outbound, () => this.#conditions);
    const back = new Way(outbound, inbound, () => this.#conditions);
    const ways = [there, back];
    for (const way of ways) this.#ways.add(way);
    const end = () => {
      for (const way of ways) {
        way.end();
        this.#ways.delete(way);
      }
      inbound.destroy();
      outbound.destroy();
    };
    for (const socket of [inbound, outbound]) socket.on("error", end).on("close", end);
  }
}

interface Parcel {
  readonly bytes: Buffer;
  readonly dueMs: number;
}

/** One direction of one connection. */
class Way {
  readonly #from: Socket;
  readonly #to: Socket;
  readonly #conditions: () => LinkConditions;
  readonly #parcels: Parcel[] = [];
  #bytesUnderWay = 0;
  /** When the last byte so far has left a narrow link. */
  #busyUntilMs = 0;
  #timer: NodeJS.Timeout | undefined;

  constructor(from: Socket, to: Socket, conditions: () => LinkConditions) {
    this.#from = from;
    this.#to = to;
    this.#conditions = conditions;
    from.on("data", (bytes: Buffer) => this.#take(bytes));
    to.on("drain", () => this.flow());
  }

  #take(bytes: Buffer): void {
    const { isBlocked, delayMs, bytesPerSecond } = this.#conditions();
    const isFree = !isBlocked && delayMs === 0 && bytesPerSecond === 0 && this.#parcels.length === 0;
    if (isFree) {
      if (!this.#to.write(bytes)) this.#from.pause();
      return;
    }
    const nowMs = performance.now();
    const sendingMs = bytesPerSecond === 0 ? 0 : (bytes.length * 1_000) / bytesPerSecond;
    this.#busyUntilMs = Math.max(nowMs, this.#busyUntilMs) + sendingMs;
    this.#parcels.push({ bytes, dueMs: this.#busyUntilMs + delayMs });
    this.#bytesUnderWay += bytes.length;
    this.flow();
  }

  /** Passes on what is due, and takes more when there is room. */
  flow(): void {
    clearTimeout(this.#timer);
    const { isBlocked } = this.#conditions();
    const nowMs = performance.now();
    while (!isBlocked && !this.#to.writableNeedDrain) {
      const [next] = this.#parcels;
      if (next === undefined || next.dueMs > nowMs) break;
      this.#parcels.shift();
      this.#bytesUnderWay -= next.bytes.length;
      this.#to.write(next.bytes);
    }
    if (this.#bytesUnderWay > bytesUnderWayMax || this.#to.writableNeedDrain) this.#from.pause();
    else this.#from.resume();
    const [next] = this.#parcels;
    if (next === undefined || isBlocked || this.#to.writableNeedDrain) return;
    this.#timer = setTimeout(() => this.flow(), Math.max(1, next.dueMs - performance.now()));
  }

  end(): void {
    clearTimeout(this.#timer);
  }
}
