// The pool: transactions taken at the door that wait for a block, bounded in number and bytes, in order of arrival.
import { limits } from "#src/core/limits.ts";
import { refusals } from "#src/machine/refusals.ts";
import type { PreparedEnvelope } from "#src/machine/transaction.ts";

export interface Waiting {
  readonly bytes: Uint8Array;
  readonly envelope: PreparedEnvelope;
}

/** What one block may hold. */
export interface BlockBounds {
  readonly transactionsMax: number;
  readonly bytesMax: number;
  readonly workMax: number;
}

export const blockBounds: BlockBounds = {
  transactionsMax: limits.blockTransactionsMax,
  bytesMax: limits.blockBytesMax,
  workMax: limits.blockWorkMax,
};

export class Pool {
  /** In order of insertion, by the id's hex text. */
  readonly #waiting = new Map<string, Waiting>();
  #bytes = 0;

  get size(): number {
    return this.#waiting.size;
  }

  get bytes(): number {
    return this.#bytes;
  }

  has(idHex: string): boolean {
    return this.#waiting.has(idHex);
  }

  /** Refuses when the pool is full; the caller has checked the transaction. */
  add(idHex: string, waiting: Waiting): void {
    const isFull =
      this.#waiting.size >= limits.poolTransactionsMax || this.#bytes + waiting.bytes.length > limits.poolBytesMax;
    if (isFull) throw refusals.poolFull({ waiting: this.#waiting.size });
    this.#waiting.set(idHex, waiting);
    this.#bytes += waiting.bytes.length;
  }

  /** Takes what fits one block, oldest first; what has expired by then leaves into `expired`. */
  take(timeMs: number, bounds: BlockBounds): { readonly chosen: Waiting[]; readonly expired: Waiting[] } {
    const chosen: Waiting[] = [];
    const expired: Waiting[] = [];
    let bytes = 0;
    let work = 0;
    for (const [idHex, waiting] of this.#waiting) {
      const { envelope } = waiting;
      if (envelope.validUntilMs <= timeMs) {
        expired.push(waiting);
      } else {
        if (chosen.length >= bounds.transactionsMax) break;
        if (bytes + waiting.bytes.length > bounds.bytesMax || work + envelope.work > bounds.workMax) break;
        bytes += waiting.bytes.length;
        work += envelope.work;
        chosen.push(waiting);
      }
      this.#waiting.delete(idHex);
      this.#bytes -= waiting.bytes.length;
    }
    return { chosen, expired };
  }
}
