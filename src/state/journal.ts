// The journal: state as one block sees it, over a bounded cache of decoded rows, with nested checkpoints to roll back to.
import { assert, Fault } from "#src/core/assert.ts";
import type { Codec } from "#src/core/form.ts";
import { compareText } from "#src/core/order.ts";
import { decodeStored } from "./storedRow.ts";
import type { State, StateEvent, StateRow, Stored } from "./view.ts";

/** Where committed rows are read from. */
export interface RowSource {
  /** The committed bytes of a row, without waiting. */
  readRow(key: string): Uint8Array | undefined;
}

/** One row that a block changed, as bytes before and after. */
export interface RowChange {
  readonly key: string;
  readonly before: Uint8Array | undefined;
  readonly after: Uint8Array | undefined;
}

/** A row in the cache, which writes itself into the journal that holds it. */
class CachedRow {
  readonly key: string;
  readonly codec: Codec<unknown>;
  value: unknown;
  /** The value at the beginning of the block, meaningful while `touchedIn` is the current block. */
  before: unknown = undefined;
  touchedIn = -1;
  /** The length of its committed bytes, by which the cache is bounded. */
  bytes: number;
  readonly #write: (row: CachedRow, value: unknown) => void;

  constructor(
    key: string,
    codec: Codec<unknown>,
    committed: { readonly value: unknown; readonly bytes: number },
    write: (row: CachedRow, value: unknown) => void,
  ) {
    this.key = key;
    this.codec = codec;
    this.value = committed.value;
    this.bytes = committed.bytes;
    this.#write = write;
  }

  put(value: unknown): void {
    if (!this.codec.check(value)) throw new Fault(`a value for ${this.key} is out of its schema's bounds`);
    this.#write(this, value);
  }

  delete(): void {
    this.#write(this, undefined);
  }
}

/** How to take one step back: to a row's earlier value, to fewer events, or to an earlier tally. */
type UndoStep = { readonly row: CachedRow; readonly value: unknown } | { readonly tally: string; readonly sum: bigint };

/** How much one of the two generations of the cache holds, whichever is reached first. */
export interface CacheBounds {
  readonly rows: number;
  /** Of the rows as they are committed; decoded they take several times that. */
  readonly bytes: number;
}

export const cacheBounds: CacheBounds = { rows: 250_000, bytes: 32 * 2 ** 20 };

/** A place to roll back to. */
export interface Checkpoint {
  readonly steps: number;
  readonly events: number;
}

export class Journal implements State {
  height = 0;
  timeMs = 0;
  readonly #source: RowSource;
  readonly #bounds: CacheBounds;
  readonly #protect: (value: unknown) => void;
  #young = new Map<string, CachedRow>();
  #youngBytes = 0;
  #old = new Map<string, CachedRow>();
  #touched: CachedRow[] = [];
  #steps: UndoStep[] = [];
  #events: StateEvent[] = [];
  readonly #tallies = new Map<string, bigint>();
  /** Counts blocks begun, so that a block executed twice at one height does not mistake the first for itself. */
  #block = 0;
  readonly #write = (row: CachedRow, value: unknown): void => {
    this.#protect(value);
    if (row.touchedIn !== this.#block) {
      row.touchedIn = this.#block;
      row.before = row.value;
      this.#touched.push(row);
    }
    this.#steps.push({ row, value: row.value });
    row.value = value;
  };

  /**
   * `bounds`: the cache holds at most twice as much besides the rows that the current block touches.
   * `protect` meets every value that enters the cache: tests freeze it, so that writing to a stored value is noticed.
   */
  constructor(source: RowSource, bounds = cacheBounds, protect: (value: unknown) => void = () => undefined) {
    this.#source = source;
    this.#bounds = bounds;
    this.#protect = protect;
  }

  beginBlock(height: number, timeMs: number): void {
    assert(this.#touched.length === 0, "the block before was sealed or dropped");
    this.#block += 1;
    this.height = height;
    this.timeMs = timeMs;
  }

  getRow<Value>(key: string, codec: Codec<Value>): Stored<Value> | undefined {
    return this.#row(key, codec).value as Stored<Value> | undefined;
  }

  openRow<Value>(key: string, codec: Codec<Value>): StateRow<Value> {
    return this.#row(key, codec) as unknown as StateRow<Value>;
  }

  putRow<Value>(key: string, codec: Codec<Value>, value: Stored<Value>): void {
    this.#row(key, codec).put(value);
  }

  deleteRow<Value>(key: string, codec: Codec<Value>): void {
    this.#row(key, codec).delete();
  }

  emit(event: StateEvent): void {
    this.#events.push(event);
  }

  tally(name: string, delta: bigint): void {
    const sum = this.#tallies.get(name) ?? 0n;
    this.#steps.push({ tally: name, sum });
    this.#tallies.set(name, sum + delta);
  }

  checkpoint(): Checkpoint {
    return { steps: this.#steps.length, events: this.#events.length };
  }

  /** Undoes everything since the checkpoint: rows, tallies, events. */
  rollback(checkpoint: Checkpoint): void {
    while (this.#steps.length > checkpoint.steps) {
      const step = this.#steps.pop();
      if (step === undefined) throw new Fault("the undo steps end early");
      if ("tally" in step) this.#tallies.set(step.tally, step.sum);
      else step.row.value = step.value;
    }
    this.#events.length = checkpoint.events;
  }

  /** The name of a tally that is not zero, the first in order: a breach of double entry. */
  unbalancedTally(): string | undefined {
    let first: string | undefined;
    for (const [name, sum] of this.#tallies) {
      if (sum !== 0n && (first === undefined || compareText(name, first) < 0)) first = name;
    }
    return first;
  }

  /** The events since a checkpoint, which stay until `settle`. */
  eventsSince(checkpoint: Checkpoint): StateEvent[] {
    return this.#events.slice(checkpoint.events);
  }

  /** Ends one transaction: what it did can no longer be rolled back on its own. */
  settle(): void {
    this.#steps.length = 0;
    this.#events.length = 0;
    this.#tallies.clear();
  }

  /** Ends the block: the rows it changed, sorted by key. Rows written back to what they were are left out. */
  seal(): RowChange[] {
    this.settle();
    const changes: RowChange[] = [];
    for (const row of this.#touched) {
      if (row.value === row.before) continue;
      const before = encodeRow(row, row.before);
      const after = encodeRow(row, row.value);
      if (sameBytes(before, after)) continue;
      changes.push({ key: row.key, before, after });
      this.#youngBytes += (after?.length ?? 0) - row.bytes;
      row.bytes = after?.length ?? 0;
    }
    this.#touched = [];
    this.#trim();
    return changes.sort((left, right) => compareText(left.key, right.key));
  }

  /** Forgets the block that was being executed, as if it had never begun. */
  dropBlock(): void {
    for (const row of this.#touched) row.value = row.before;
    this.#touched = [];
    this.settle();
    this.#trim();
  }

  /** Forgets every cached row, after the source changed under it. */
  clearCache(): void {
    assert(this.#touched.length === 0, "the cache is not cleared inside a block");
    this.#young = new Map();
    this.#youngBytes = 0;
    this.#old = new Map();
  }

  #row<Value>(key: string, codec: Codec<Value>): CachedRow {
    const young = this.#young.get(key);
    if (young !== undefined) return young;
    const row = this.#old.get(key) ?? this.#load(key, codec as Codec<unknown>);
    this.#young.set(key, row);
    this.#youngBytes += row.bytes;
    return row;
  }

  #load(key: string, codec: Codec<unknown>): CachedRow {
    const bytes = this.#source.readRow(key);
    const value = bytes === undefined ? undefined : decodeStored(key, codec, bytes);
    this.#protect(value);
    return new CachedRow(key, codec, { value, bytes: bytes?.length ?? 0 }, this.#write);
  }

  #trim(): void {
    if (this.#young.size < this.#bounds.rows && this.#youngBytes < this.#bounds.bytes) return;
    this.#old = this.#young;
    this.#young = new Map();
    this.#youngBytes = 0;
  }
}

function encodeRow(row: CachedRow, value: unknown): Uint8Array | undefined {
  return value === undefined ? undefined : row.codec.encode(value);
}

function sameBytes(left: Uint8Array | undefined, right: Uint8Array | undefined): boolean {
  if (left === undefined || right === undefined) return left === right;
  if (left.length !== right.length) return false;
  for (let at = 0; at < left.length; at += 1) if (left[at] !== right[at]) return false;
  return true;
}
