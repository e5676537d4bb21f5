// Committed rows that have not been written to their place in the database yet, in two generations.
import { bytesEqual } from "#src/crypto/hex.ts";
import type { RowChange } from "../journal.ts";
import type { RowState } from "./sortedRows.ts";

export interface UnwrittenRow {
  row: RowState;
  readonly keyHash: Uint8Array;
  /** Whether the database may lack the row or hold it in vain, so that its entry by hash must be written too. */
  cameOrWent: boolean;
}

class Generation {
  readonly rows = new Map<string, UnwrittenRow>();
  #sortedKeys: readonly string[] = [];
  #addedKeys: string[] = [];

  /** Adds a row whose key is not among them. */
  add(key: string, row: UnwrittenRow): void {
    this.#addedKeys.push(key);
    this.rows.set(key, row);
  }

  /** In order; keys that have left since may still be among them. The list itself never changes. */
  get keys(): readonly string[] {
    if (this.#addedKeys.length > 0) {
      // Blocks add keys in order, and the engine's sort merges such runs.
      this.#sortedKeys = [...this.#sortedKeys, ...this.#addedKeys].sort();
      this.#addedKeys = [];
    }
    return this.#sortedKeys;
  }
}

/**
 * Changes enter the young generation. When it is full it becomes the old one, which the following blocks write out
 * piece by piece; a row that changes again moves back to the young one, so that a busy row is written rarely.
 */
export class Overlay {
  #young = new Generation();
  #old = new Generation();
  #oldHeight: number | undefined;

  get youngSize(): number {
    return this.#young.rows.size;
  }

  get oldSize(): number {
    return this.#old.rows.size;
  }

  /** The height up to which the database holds every row once the old generation is written. */
  get oldHeight(): number | undefined {
    return this.#oldHeight;
  }

  /** Undefined where the database has the answer. */
  get(key: string): RowState | undefined {
    return (this.#young.rows.get(key) ?? this.#old.rows.get(key))?.row;
  }

  /** Sorted lists that together hold every key of the overlay; some may have left it. */
  keyLists(): (readonly string[])[] {
    return [this.#old.keys, this.#young.keys];
  }

  /** Every row of the overlay. */
  *entries(): Generator<[key: string, row: UnwrittenRow]> {
    yield* this.#old.rows;
    yield* this.#young.rows;
  }

  /** Returns the hashes of the changed keys, some of which it knows already. */
  apply(changes: readonly RowChange[], hashKey: (key: string) => Uint8Array): Uint8Array[] {
    return changes.map(({ key, before, after }) => {
      const known = this.#young.rows.get(key) ?? this.#takeOld(key) ?? this.#add(key, hashKey(key));
      known.row = after ?? null;
      if (before === undefined || after === undefined) known.cameOrWent = true;
      return known.keyHash;
    });
  }

  /** Makes the young generation, whose changes end at this height, the old one, which must be empty. */
  turn(height: number): void {
    this.#old = this.#young;
    this.#oldHeight = height;
    this.#young = new Generation();
  }

  /** Some rows of the old generation, to be written and then forgotten. */
  someOld(rowsMax: number): [key: string, row: UnwrittenRow][] {
    const some: [key: string, row: UnwrittenRow][] = [];
    for (const entry of this.#old.rows) {
      if (some.length === rowsMax) break;
      some.push(entry);
    }
    return some;
  }

  /** The rows of the old generation with these keys are in the database now. */
  forgetOld(keys: Iterable<string>): void {
    for (const key of keys) this.#old.rows.delete(key);
    if (this.#old.rows.size > 0) return;
    this.#old = new Generation();
    this.#oldHeight = undefined;
  }

  clear(): void {
    this.#young = new Generation();
    this.#old = new Generation();
    this.#oldHeight = undefined;
  }

  /** The readable key behind a hash, if the overlay has it. */
  keyOf(keyHash: Uint8Array): string | undefined {
    for (const [key, unwritten] of this.entries()) {
      if (bytesEqual(unwritten.keyHash, keyHash)) return key;
    }
    return undefined;
  }

  /** A row that changes again before it was written out need not be written out yet. */
  #takeOld(key: string): UnwrittenRow | undefined {
    const row = this.#old.rows.get(key);
    if (row === undefined) return undefined;
    this.#old.rows.delete(key);
    this.#young.add(key, row);
    return row;
  }

  #add(key: string, keyHash: Uint8Array): UnwrittenRow {
    const row = { row: null, keyHash, cameOrWent: false };
    this.#young.add(key, row);
    return row;
  }
}
