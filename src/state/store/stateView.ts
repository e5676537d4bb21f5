// The state of one committed block, for queries and proofs: it stays that block's state while later blocks commit.
import { Fault } from "#src/core/assert.ts";
import type { Codec } from "#src/core/form.ts";
import { bytesEqual } from "#src/crypto/hex.ts";
import { refusals } from "../refusals.ts";
import { decodeStored } from "../storedRow.ts";
import type { TreeView } from "../tree/treeView.ts";
import type { ScanRange, StateScanner, Stored, StoredRow } from "../view.ts";
import type { ChangeLink } from "./changeLink.ts";
import { type Commitment, proveKey, type StateProof } from "./commitment.ts";
import { rangeOf, rangeUnder, stateRowPrefix } from "./keyLayout.ts";
import type { RowReader } from "./rowDatabase.ts";
import { scanMerged } from "./scan.ts";
import type { RowState } from "./sortedRows.ts";
import { StoreFault } from "./storeFault.ts";

/** The newest state, sealed or durable, under every view. */
export interface NewestState extends RowReader {
  readonly commitment: Commitment;
  readRow(key: string): Uint8Array | undefined;
  /** Sorted lists of the keys whose rows in the database may be out of date. */
  keyLists(): (readonly string[])[];
  /** The readable key behind a hash. */
  keyOfHash(keyHash: Uint8Array): string | undefined;
}

/** Links left unfolded: looking a key up in a few is cheaper than copying their changes. */
const looseLinksMax = 4;

/** The tree of a view's block, as long as no block is sealed after `newest`. */
interface ForkedAt {
  readonly newest: ChangeLink;
  readonly tree: TreeView;
  readonly keyOfHash: ReadonlyMap<string, string>;
}

export class StateView implements StateScanner {
  readonly height: number;
  readonly timeMs: number;
  readonly root: Uint8Array;
  readonly #newest: NewestState;
  readonly #changedRowsMax: number;
  /** The rows of this block that blocks up to the one of `#folded` have changed since. */
  readonly #rowsBefore: Map<string, RowState>;
  #folded: ChangeLink;
  #keysBefore: readonly string[] | undefined;
  #forked: ForkedAt | undefined;

  /** `rowsBefore` undoes the blocks after this one up to the one of `link`. */
  constructor(
    block: { readonly height: number; readonly timeMs: number; readonly root: Uint8Array },
    newest: NewestState,
    link: ChangeLink,
    rowsBefore: Map<string, RowState>,
    changedRowsMax: number,
  ) {
    this.height = block.height;
    this.timeMs = block.timeMs;
    this.root = block.root;
    this.#newest = newest;
    this.#folded = link;
    this.#rowsBefore = rowsBefore;
    this.#changedRowsMax = changedRowsMax;
  }

  /** How many changed rows the chain of links holds in memory because of this view. */
  changedRowsHeld(newest: ChangeLink): number {
    return newest.changedRowsSum - this.#folded.changedRowsSum;
  }

  readRow(key: string): Uint8Array | undefined {
    this.#foldAllBut(looseLinksMax);
    let row = this.#rowsBefore.get(key);
    for (let link = this.#folded.next; row === undefined && link !== undefined; link = link.next) {
      row = link.rowBefore(key);
    }
    return row === undefined ? this.#newest.readRow(key) : (row ?? undefined);
  }

  getRow<Value>(key: string, codec: Codec<Value>): Stored<Value> | undefined {
    const bytes = this.readRow(key);
    return bytes === undefined ? undefined : (decodeStored(key, codec, bytes) as Stored<Value>);
  }

  async *scanRows({ prefix, after, limit, reverse }: ScanRange): AsyncGenerator<StoredRow> {
    const range = rangeOf(prefix, after, reverse);
    // Nothing may be awaited between the lists and the walk: both must see the same moment.
    const keyLists = this.keyLists();
    const cursor = this.#newest.iterate(rangeUnder(stateRowPrefix, range));
    const readRow = (key: string) => this.readRow(key);
    yield* scanMerged({ cursor, prefix: stateRowPrefix, range, keyLists, readRow, limit });
  }

  /** Sorted lists of the keys whose rows in the database may differ from those of this block. */
  keyLists(): (readonly string[])[] {
    this.#foldAllBut(looseLinksMax);
    this.#keysBefore ??= [...this.#rowsBefore.keys()].sort();
    const lists = [...this.#newest.keyLists(), this.#keysBefore];
    for (let link = this.#folded.next; link !== undefined; link = link.next) lists.push(link.keys);
    return lists;
  }

  /** Proves one key in this block's state. */
  prove(key: string): StateProof {
    const { tree, keyOfHash } = this.#tree();
    const keyHash = this.#newest.commitment.hashKey(key);
    return proveKey(tree, { height: this.height, key, keyHash, value: this.readRow(key) }, (neighbourHash) => {
      const neighbour = keyOfHash.get(hashText(neighbourHash)) ?? this.#newest.keyOfHash(neighbourHash);
      return neighbour === undefined ? undefined : this.readRow(neighbour);
    });
  }

  #foldAllBut(looseLinks: number): void {
    let first: ChangeLink | undefined = this.#folded.next;
    let ahead = first;
    for (let count = 0; count < looseLinks && ahead !== undefined; count += 1) ahead = ahead.next;
    for (; first !== undefined && ahead !== undefined; first = first.next, ahead = ahead.next) this.#fold(first);
  }

  #fold(link: ChangeLink): void {
    for (const { key, before } of link.changes) {
      if (!this.#rowsBefore.has(key)) this.#rowsBefore.set(key, before ?? null);
    }
    this.#folded = link;
    this.#keysBefore = undefined;
    if (this.#rowsBefore.size > this.#changedRowsMax) {
      throw refusals.historyTooDeep({ height: this.height, most: this.#changedRowsMax });
    }
  }

  #tree(): ForkedAt {
    this.#foldAllBut(0);
    if (this.#forked?.newest === this.#folded) return this.#forked;
    const { commitment } = this.#newest;
    const changes = [...this.#rowsBefore].map(([key, row]) => ({ key, value: row ?? undefined }));
    const keyHashes = changes.map(({ key }) => commitment.hashKey(key));
    const tree = commitment.fork(changes, keyHashes);
    if (!bytesEqual(tree.root, this.root)) {
      throw new StoreFault("corrupt", `the changes kept since block ${this.height} do not lead back to its root`);
    }
    const keyOfHash = new Map(changes.map(({ key }, index) => [hashText(keyHashes[index]), key]));
    this.#forked = { newest: this.#folded, tree, keyOfHash };
    return this.#forked;
  }
}

/** One character per byte: a key for a map. */
function hashText(hash: Uint8Array | undefined): string {
  if (hash === undefined) throw new Fault("every changed key has a hash");
  return String.fromCharCode.apply(null, hash as unknown as number[]);
}
