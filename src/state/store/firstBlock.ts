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

  constructor(database: RowDatabase) {
    this.#database = database;
  }

  add(write: RowWrite): void {
    this.#writes.push(write);
    this.#bytes += write.value?.length ?? 0;
  }

  /** Writes what was added, if it is enough for a batch. */
  async writeIfFull(): Promise<void> {
    if (this.#writes.length >= batchWritesMax || this.#bytes >= batchBytesMax) await this.writeAll();
  }

  /** Writes what was added, so that it can be read. */
  async writeAll(): Promise<void> {
    await this.#database.write(this.#writes);
    this.#writes = [];
    this.#bytes = 0;
  }

  /** With the head in the last batch the directory becomes a store. */
  async finish(head: Head): Promise<void> {
    const done = { key: loadingKey, value: undefined };
    const summary = summaryWrite(head, { changedRows: 0, changesBytes: 0 });
    await this.#database.write([...this.#writes, summary, done, headWrite(head)]);
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
