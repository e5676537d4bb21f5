// Keys in order, from several places at once.
import { compareText } from "#src/core/order.ts";
import type { KeyRange } from "./rowDatabase.ts";

/** A row's bytes, or null where the row is deleted. */
export type RowState = Uint8Array | null;

/** The first position whose key is not before the given one. */
export function firstNotBefore(length: number, keyAt: (position: number) => string, key: string): number {
  let low = 0;
  let high = length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (keyAt(middle) < key) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** Walks the keys of one sorted list that lie in a range. */
class KeyWalk {
  readonly #keys: readonly string[];
  readonly #step: 1 | -1;
  readonly #end: number;
  #at: number;

  constructor(keys: readonly string[], { from, to, reverse }: KeyRange) {
    const keyAt = (position: number) => keys[position] ?? "";
    const first = firstNotBefore(keys.length, keyAt, from);
    const end = Math.max(first, firstNotBefore(keys.length, keyAt, to));
    this.#keys = keys;
    this.#step = reverse === true ? -1 : 1;
    this.#at = reverse === true ? end - 1 : first;
    this.#end = reverse === true ? first - 1 : end;
  }

  get key(): string | undefined {
    return this.#at === this.#end ? undefined : this.#keys[this.#at];
  }

  advance(): void {
    this.#at += this.#step;
  }
}

/** Walks the keys of several sorted lists as one list, each key once. The lists must not change meanwhile. */
export class MergedKeys {
  readonly #walks: readonly KeyWalk[];
  readonly #compare: (left: string, right: string) => number;
  #key: string | undefined;

  constructor(lists: readonly (readonly string[])[], range: KeyRange) {
    this.#walks = lists.map((keys) => new KeyWalk(keys, range));
    this.#compare = compareIn(range);
    this.#key = this.#first();
  }

  get key(): string | undefined {
    return this.#key;
  }

  advance(): void {
    for (const walk of this.#walks) while (walk.key !== undefined && walk.key === this.#key) walk.advance();
    this.#key = this.#first();
  }

  #first(): string | undefined {
    let first: string | undefined;
    for (const { key } of this.#walks) {
      if (key !== undefined && (first === undefined || this.#compare(key, first) < 0)) first = key;
    }
    return first;
  }
}

/** The order in which a range is walked. */
export function compareIn({ reverse }: KeyRange): (left: string, right: string) => number {
  return reverse === true ? (left, right) => compareText(right, left) : compareText;
}
