// The first block of a store, which may bring millions of rows: they go straight to their place, in several batches.
import {
  type BlockRow,
  blockRowWrites,
  chain,
  headWrite,
  type SealedBlock,
  stateRowWrites,
  summaryWrite,
} from "./blockWrites.ts";
import type { Head } from "./head.ts";
import { loadingKey } from "./keyLayout.ts";
import type { RowDatabase, RowWrite } from "./rowDatabase.ts";
import type { RowLayers } from "./rowLayers.ts";

/** A batch is full after so many writes, some megabytes, or after so many bytes of values where those are long. */
const batchWritesMax = 20_000;
const batchBytesMax = 8 * 1024 * 1024;

const loadingWrite: RowWrite = { key: loadingKey, value: new Uint8Array([1]) };

/** Collects writes into batches of bounded size. Until `finish`, the directory counts as half loaded. */
export class BulkLoad {
  readonly #database: RowDatabase;
  #writes: RowWrite[] = [loadingWrite];
  #bytes = 0;
  /** The batch before, which the disk works at while the next is collected. */
  #writing: Promise<void> = Promise.resolve();

  constructor(database: RowDatabase) {
    this.#database = database;
  }

  add(write: RowWrite): void {
    this.#writes.push(write);
    this.#bytes += write.value?.length ?? 0;
  }

  /** Begins to write what was added, if it is enough for a batch, once the batch before is written. */
  async writeIfFull(): Promise<void> {
    if (this.#writes.length >= batchWritesMax || this.#bytes >= batchBytesMax) await this.#beginBatch();
  }

  /** Writes what was added, so that it can be read. */
  async writeAll(): Promise<void> {
    await this.#beginBatch();
    await this.#writing;
  }

  /** With the head in the last batch the directory becomes a store. */
  async finish(head: Head): Promise<void> {
    await this.#writing;
    const done = { key: loadingKey, value: undefined };
    const summary = summaryWrite(head, { changedRows: 0, changesBytes: 0 });
    await this.#database.write([...this.#writes, summary, done, headWrite(head)]);
  }

  async #beginBatch(): Promise<void> {
    await this.#writing;
    this.#writing = this.#database.write(this.#writes);
    // A failure is met at the next batch; until then nobody may call it unhandled.
    this.#writing.catch(() => undefined);
    this.#writes = [];
    this.#bytes = 0;
  }
}

export async function loadFirstBlock(
  { database, overlay }: RowLayers,
  block: SealedBlock,
  blockRows: readonly BlockRow[],
): Promise<Head> {
  const load = new BulkLoad(database);
  for (const write of chain(stateRowWrites(overlay.entries()), blockRowWrites(blockRows))) {
    load.add(write);
    await load.writeIfFull();
  }
  const head = firstHead(block);
  await load.finish(head);
  overlay.clear();
  return head;
}

/** The head of a store in which nothing is waiting and no earlier height is kept. */
export function firstHead({ height, timeMs, root }: Pick<Head, "height" | "timeMs" | "root">): Head {
  return { height, timeMs, root, flushedHeight: height, earliestHeight: height, historyBytes: 0 };
}
