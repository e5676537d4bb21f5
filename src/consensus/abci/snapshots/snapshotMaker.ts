// Makes snapshots beside the blocks: held fast in the moment a block is durable, written while others are executed.
import { rememberedRowsOf } from "#src/consensus/rememberedRows.ts";
import { snapshotChunks } from "#src/state/store/snapshot/exportSnapshot.ts";
import { cutRows } from "#src/state/store/snapshot/rowParts.ts";
import type { StateStore } from "#src/state/store/store.ts";
import type { Sha256Into } from "#src/state/tree/nodeHasher.ts";
import type { SnapshotShelf } from "./snapshotShelf.ts";

/** Three parts of rest to one of work: a quarter of the thread at most. */
const restShare = 3;

export interface MakerParts {
  readonly shelf: SnapshotShelf;
  /** Every so many blocks; 0 for never. */
  readonly intervalBlocks: number;
  readonly sha256Into: Sha256Into;
  /** A disk that is full stops no node: it has fewer snapshots. */
  readonly onFailed: (fault: unknown, where: string) => void;
}

export class SnapshotMaker {
  readonly #parts: MakerParts;
  #making: Promise<void> | undefined;
  #isClosed = false;

  constructor(parts: MakerParts) {
    this.#parts = parts;
  }

  /** A block has become durable in this store. One that is due while another snapshot is being made is passed over. */
  afterBlock(store: StateStore, height: number): void {
    const { intervalBlocks, onFailed } = this.#parts;
    const isDue = intervalBlocks > 0 && height > 0 && height % intervalBlocks === 0;
    if (!isDue || this.#making !== undefined || this.#isClosed) return;
    this.#making = this.#make(store)
      .catch((fault) => {
        if (!this.#isClosed) onFailed(fault, `the snapshot of block ${height}`);
      })
      .finally(() => {
        this.#making = undefined;
      });
  }

  /** Resolves when none is being made. */
  async settled(): Promise<void> {
    await this.#making;
  }

  /** Gives up what is being made: it is not whole, and nobody has been told of it. */
  async close(): Promise<void> {
    this.#isClosed = true;
    await this.#making;
  }

  async #make(store: StateStore): Promise<void> {
    const { shelf, sha256Into } = this.#parts;
    const view = store.reader();
    const frozen = store.freeze();
    try {
      const rows = cutRows(await rememberedRowsOf(store, view));
      await shelf.add(this.#paced(snapshotChunks(frozen, rows, sha256Into)));
    } finally {
      await frozen.close();
    }
  }

  /** Rests after each chunk for several times as long as it took, so that blocks have most of the thread. */
  async *#paced(chunks: AsyncGenerator<Uint8Array, Uint8Array>): AsyncGenerator<Uint8Array, Uint8Array> {
    for (;;) {
      const startedMs = performance.now();
      const step = await chunks.next();
      if (step.done === true) return step.value;
      if (this.#isClosed) throw new Error("the node stops");
      yield step.value;
      const tookMs = performance.now() - startedMs;
      await new Promise((resolve) => setTimeout(resolve, tookMs * restShare));
    }
  }
}
