// The committed state of one node: blocks sealed into it, made durable, read back at any kept height, and proved.
import { assert, present } from "#src/core/assert.ts";
import { Journal } from "../journal.ts";
import { refusals } from "../refusals.ts";
import type { ScanRange, StoredRow } from "../view.ts";
import {
  type BlockRow,
  blockRowWrites,
  chain,
  headWrite,
  historyWrites,
  type SealedBlock,
  stateRowWrites,
} from "./blockWrites.ts";
import { ChangeLink } from "./changeLink.ts";
import { proveKey, type StateProof } from "./commitment.ts";
import { loadFirstBlock } from "./firstBlock.ts";
import { type FrozenState, freezeState } from "./frozenState.ts";
import type { Head } from "./head.ts";
import { History } from "./history.ts";
import { planFlush, planPruning } from "./housekeeping.ts";
import { assertStorableKey, blockRowPrefix, rangeOf, rangeUnder } from "./keyLayout.ts";
import { rollBack } from "./rollback.ts";
import type { RowLayers } from "./rowLayers.ts";
import { scanMerged } from "./scan.ts";
import type { StateView } from "./stateView.ts";
import { StoreFault } from "./storeFault.ts";
import type { StoreSettings } from "./storeOptions.ts";

interface Durable {
  readonly head: Head;
  readonly link: ChangeLink;
}

interface Pending {
  readonly block: SealedBlock;
  readonly link: ChangeLink;
  isBeingWritten: boolean;
}

interface Waiter {
  readonly resolve: () => void;
  readonly reject: (fault: StoreFault) => void;
}

export class StateStore {
  /** Where blocks are executed. */
  readonly journal: Journal;
  readonly #rows: RowLayers;
  readonly #settings: StoreSettings;
  readonly #history: History;
  #durable: Durable | undefined;
  #pending: Pending | undefined;
  #waiters: Waiter[] = [];
  #broken: StoreFault | undefined;

  constructor(rows: RowLayers, settings: StoreSettings, head: Head | undefined, protect?: (value: unknown) => void) {
    this.#rows = rows;
    this.#settings = settings;
    this.#history = new History(rows.database, rows, settings);
    this.#durable = head === undefined ? undefined : { head, link: new ChangeLink(head, []) };
    this.journal = new Journal(rows, settings.journalCache, protect);
  }

  /** The newest durable block; undefined before the first. */
  get head(): Pick<Head, "height" | "timeMs" | "root" | "earliestHeight"> | undefined {
    return this.#durable?.head;
  }

  /** Ends the block that the journal executes and hashes its changes. Only one block may wait to be made durable. */
  seal(): SealedBlock {
    this.#requireSound();
    assert(this.#pending === undefined, "a block is durable before the next is sealed");
    const { height, timeMs } = this.journal;
    const last = this.#durable;
    assert(last === undefined || height === last.head.height + 1, "blocks are sealed height by height");
    try {
      const changes = this.journal.seal();
      for (const { key } of changes) assertStorableKey(key);
      const { commitment, overlay } = this.#rows;
      const keyHashes = overlay.apply(changes, (key) => commitment.hashKey(key));
      commitment.update(
        changes.map(({ key, after }) => ({ key, value: after })),
        keyHashes,
      );
      const block = { height, timeMs, root: commitment.root, changes };
      // Nothing can be read before the first block, so nobody needs to undo it.
      const link = new ChangeLink(block, last === undefined ? [] : changes, last?.link);
      this.#history.trim(link);
      this.#pending = { block, link, isBeingWritten: false };
      return block;
    } catch (error) {
      throw this.#breakDown("sealing a block failed", error);
    }
  }

  /** Makes the sealed block durable, with the caller's rows, all at once. After a failure the store refuses all work. */
  async persist(blockRows: readonly BlockRow[] = []): Promise<void> {
    this.#requireSound();
    const pending = present(this.#pending, "a block is sealed before it is made durable");
    assert(!pending.isBeingWritten, "a block is made durable once");
    pending.isBeingWritten = true;
    try {
      const head =
        this.#durable === undefined
          ? await loadFirstBlock(this.#rows, pending.block, blockRows)
          : await this.#write(this.#durable.head, pending.block, blockRows);
      this.#durable = { head, link: pending.link };
    } catch (error) {
      throw this.#breakDown(`making block ${pending.block.height} durable failed`, error);
    }
    this.#pending = undefined;
    // Before anyone else continues: a waiting proof is made while the tree is the durable one.
    for (const { resolve } of this.#waiters.splice(0)) resolve();
  }

  /** Resolves when every sealed block is durable. */
  whenDurable(): Promise<void> {
    return this.#onceDurable(() => undefined);
  }

  /** The state of the newest durable block. It stays that block's while others commit, so a query keeps one. */
  reader(): StateView {
    return this.#history.viewOf(this.#requireDurable().link);
  }

  /** The state of an earlier block; refuses a height that is not kept or too deep to rebuild. */
  async readerAt(height: number): Promise<StateView> {
    const { head, link } = this.#requireDurable();
    if (height === head.height) return this.reader();
    if (!Number.isSafeInteger(height) || height < head.earliestHeight || height > head.height) {
      throw refusals.heightNotKept({ height, earliest: head.earliestHeight, latest: head.height });
    }
    return this.#history.viewBefore(link, height);
  }

  /** Proves what the newest durable block says about a key. */
  prove(key: string): Promise<StateProof> {
    return this.#onceDurable(() => {
      const { height } = this.#requireDurable().head;
      const { commitment } = this.#rows;
      const claim = { height, key, keyHash: commitment.hashKey(key), value: this.#rows.readRow(key) };
      return proveKey(commitment.tree, claim, (neighbourHash) => {
        const neighbour = this.#rows.keyOfHash(neighbourHash);
        return neighbour === undefined ? undefined : this.#rows.readRow(neighbour);
      });
    });
  }

  async proveAt(height: number, key: string): Promise<StateProof> {
    if (height === this.#requireDurable().head.height && this.#pending === undefined) return this.prove(key);
    const view = await this.readerAt(height);
    this.#requireSound();
    return view.prove(key);
  }

  /** A row that a caller stored beside a block. */
  readBlockRow(key: string): Uint8Array | undefined {
    this.#requireSound();
    return this.#rows.database.get(blockRowPrefix + key);
  }

  async *scanBlockRows({ prefix, after, limit, reverse }: ScanRange): AsyncGenerator<StoredRow> {
    this.#requireSound();
    const range = rangeOf(prefix, after, reverse);
    const cursor = this.#rows.database.iterate(rangeUnder(blockRowPrefix, range));
    const readRow = (key: string) => this.readBlockRow(key);
    yield* scanMerged({ cursor, prefix: blockRowPrefix, range, keyLists: [], readRow, limit });
  }

  /** The rows of the newest durable block, to be walked more than once; the caller closes it. */
  freeze(): FrozenState {
    return freezeState(this.reader(), this.#rows.database);
  }

  /** The same of an earlier block that is kept. */
  async freezeAt(height: number): Promise<FrozenState> {
    const view = await this.readerAt(height);
    this.#requireSound();
    return freezeState(view, this.#rows.database);
  }

  /**
   * Goes back to the state of an earlier block, which must be kept, and deletes the caller's rows named for each block
   * undone. No reader of before may be used afterwards.
   */
  async rollbackTo(height: number, blockRowKeysOf: (height: number) => Promise<readonly string[]>): Promise<void> {
    const { head } = this.#requireDurable();
    assert(this.#pending === undefined, "no block waits to be made durable during a rollback");
    if (height < head.earliestHeight || height > head.height) {
      throw refusals.heightNotKept({ height, earliest: head.earliestHeight, latest: head.height });
    }
    this.#history.forgetAll();
    try {
      for await (const reached of rollBack(this.#rows, head, height, blockRowKeysOf)) {
        this.#durable = { head: reached, link: new ChangeLink(reached, []) };
      }
    } catch (error) {
      throw this.#breakDown("a rollback failed", error);
    }
    this.journal.clearCache();
  }

  /** Writes out what waits in memory and closes the database. A block sealed but not made durable is lost. */
  async close(): Promise<void> {
    if (this.#broken?.kind === "closed") return;
    if (this.#pending?.isBeingWritten === true) await this.whenDurable().catch(() => undefined);
    const isSound = this.#broken === undefined && this.#pending === undefined;
    this.#broken ??= new StoreFault("closed", "the store is closed");
    this.#rejectWaiters(this.#broken);
    try {
      if (isSound && this.#durable !== undefined) await this.#flushAll(this.#durable.head);
    } finally {
      await this.#rows.database.close();
    }
  }

  async #write(last: Head, block: SealedBlock, blockRows: readonly BlockRow[]): Promise<Head> {
    const { database, overlay } = this.#rows;
    const { height, timeMs, root } = block;
    const flush = planFlush(overlay, block, last.flushedHeight, this.#settings);
    const history = historyWrites(block);
    const reached: Head = {
      height,
      timeMs,
      root,
      flushedHeight: flush.flushedHeight,
      earliestHeight: last.earliestHeight,
      historyBytes: last.historyBytes + history.changesBytes,
    };
    const pruning = planPruning(reached, (at) => this.#history.summaryOf(at), this.#settings);
    const { earliestHeight, historyBytes } = pruning;
    const head: Head = { ...reached, earliestHeight, historyBytes };
    const rows = blockRowWrites(blockRows);
    await database.write(chain(history.writes, rows, pruning.writes, stateRowWrites(flush.rows), [headWrite(head)]));
    overlay.forgetOld(flush.rows.map(([key]) => key));
    return head;
  }

  async #flushAll(head: Head): Promise<void> {
    const { database, overlay } = this.#rows;
    const flushed = headWrite({ ...head, flushedHeight: head.height });
    await database.write(chain(stateRowWrites(overlay.entries()), [flushed]));
  }

  #onceDurable<Result>(action: () => Result): Promise<Result> {
    return new Promise((resolve, reject) => {
      this.#requireSound();
      const act = () => {
        try {
          resolve(action());
        } catch (error) {
          reject(error);
        }
      };
      if (this.#pending === undefined) act();
      else this.#waiters.push({ resolve: act, reject });
    });
  }

  #requireSound(): void {
    if (this.#broken !== undefined) throw this.#broken;
  }

  #requireDurable(): Durable {
    this.#requireSound();
    return present(this.#durable, "a block has been committed before state is read");
  }

  #breakDown(message: string, cause: unknown): StoreFault {
    this.#broken = new StoreFault("poisoned", `${message}; the store takes no more work until it is opened again`, {
      cause,
    });
    this.#rejectWaiters(this.#broken);
    return this.#broken;
  }

  #rejectWaiters(fault: StoreFault): void {
    for (const { reject } of this.#waiters.splice(0)) reject(fault);
  }
}
