// The gateway: envelopes that arrive together at the door travel to CometBFT together, until they are decided.
import type { Pool, Waiting } from "#src/consensus/pool.ts";
import { limits } from "#src/core/limits.ts";
import { bytesToHex } from "#src/crypto/hex.ts";
import { encodeBundle, envelopeBytesMax } from "./bundle.ts";
import type { BundleMemory } from "./bundleMemory.ts";
import { EngineRefusal, type EngineRpc } from "./engineRpc.ts";

export interface GatewayParts {
  readonly pool: Pool;
  readonly memory: BundleMemory;
  readonly rpc: Pick<EngineRpc, "broadcast">;
  /** The time of the newest block: what expired by then is dropped. */
  readonly blockTimeMs: () => number;
  /** Called for each envelope that expired before it was decided. */
  readonly onExpired: (waiting: Waiting) => void;
}

/** A bundle on its way: the mempool may forget it, so it is sent again until all of it is decided or expired. */
interface Sent {
  readonly bytes: Uint8Array;
  readonly left: Map<string, Waiting>;
  isUnderWay: boolean;
}

/** How long envelopes wait for company: a fraction of any block interval. */
const gatherMs = 8;
/** Bundles offered to the engine at once. */
const offersMax = 8;
/** When a bundle that is not decided is offered again: several block intervals. */
const repeatMs = 3_000;
const firstRetryMs = 50;
const lastRetryMs = 2_000;

const bundleBounds = {
  transactionsMax: limits.bundleEnvelopesMax,
  bytesMax: envelopeBytesMax(limits.bundleEnvelopesMax),
  workMax: limits.blockWorkMax,
};

export class Gateway {
  readonly #parts: GatewayParts;
  readonly #sent = new Set<Sent>();
  readonly #bundleOf = new Map<string, Sent>();
  #timer: NodeJS.Timeout | undefined;
  #offers = 0;
  #isClosed = false;
  readonly #repeat: NodeJS.Timeout;

  constructor(parts: GatewayParts) {
    this.#parts = parts;
    this.#repeat = setInterval(() => this.#repeatAll(), repeatMs).unref();
  }

  /** Envelopes that were sent and are not decided. */
  get undecided(): number {
    return this.#bundleOf.size;
  }

  /** Tells that the pool has work. */
  want(): void {
    if (this.#timer !== undefined || this.#isClosed) return;
    this.#timer = setTimeout(() => {
      this.#timer = undefined;
      this.#sendWaiting();
    }, gatherMs);
  }

  /** A block was decided: these envelopes need nothing more. */
  decided(ids: readonly Uint8Array[]): void {
    for (const idHex of ids.map((id) => bytesToHex(id))) {
      const sent = this.#bundleOf.get(idHex);
      if (sent === undefined) continue;
      this.#bundleOf.delete(idHex);
      sent.left.delete(idHex);
      if (sent.left.size === 0) this.#sent.delete(sent);
    }
    if (this.#parts.pool.size > 0) this.want();
  }

  close(): void {
    this.#isClosed = true;
    clearTimeout(this.#timer);
    clearInterval(this.#repeat);
  }

  #sendWaiting(): void {
    const { pool, memory, blockTimeMs, onExpired } = this.#parts;
    // What the engine has not decided yet holds back what follows: the pool fills, and refuses more.
    while (this.#offers < offersMax && this.#bundleOf.size < limits.poolTransactionsMax && pool.size > 0) {
      const { chosen, expired } = pool.take(blockTimeMs(), bundleBounds);
      for (const waiting of expired) onExpired(waiting);
      if (chosen.length === 0) continue;
      const envelopes = chosen.map(({ bytes }) => bytes);
      const bytes = encodeBundle(envelopes);
      memory.keepOwn(bytes, envelopes);
      const left = new Map(chosen.map((waiting): [string, Waiting] => [waiting.envelope.idHex, waiting]));
      const sent: Sent = { bytes, left, isUnderWay: false };
      this.#sent.add(sent);
      for (const idHex of left.keys()) this.#bundleOf.set(idHex, sent);
      void this.#offer(sent);
    }
  }

  /** Until the mempool has it: a full mempool and an engine that restarts are waited for. */
  async #offer(sent: Sent): Promise<void> {
    sent.isUnderWay = true;
    this.#offers += 1;
    let retryMs = firstRetryMs;
    while (!this.#isClosed && sent.left.size > 0 && !(await this.#isTaken(sent.bytes))) {
      await new Promise((resolve) => setTimeout(resolve, retryMs).unref());
      retryMs = Math.min(retryMs * 2, lastRetryMs);
      this.#dropExpired(sent);
    }
    this.#offers -= 1;
    sent.isUnderWay = false;
    if (this.#parts.pool.size > 0) this.want();
  }

  async #isTaken(bytes: Uint8Array): Promise<boolean> {
    try {
      const { code } = await this.#parts.rpc.broadcast(bytes);
      return code === 0;
    } catch (reason) {
      // The mempool has it already, or had it a moment ago.
      return reason instanceof EngineRefusal && reason.message.includes("already exists in cache");
    }
  }

  #dropExpired(sent: Sent): void {
    const nowMs = this.#parts.blockTimeMs();
    for (const [idHex, waiting] of sent.left) {
      if (waiting.envelope.validUntilMs > nowMs) continue;
      sent.left.delete(idHex);
      this.#bundleOf.delete(idHex);
      this.#parts.onExpired(waiting);
    }
    if (sent.left.size === 0) this.#sent.delete(sent);
  }

  #repeatAll(): void {
    for (const sent of this.#sent) {
      this.#dropExpired(sent);
      if (!sent.isUnderWay && sent.left.size > 0) void this.#offer(sent);
    }
  }
}
