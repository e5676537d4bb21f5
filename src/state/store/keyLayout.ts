// Where everything lies in the database, and the ranges of keys under a prefix.
import { assert } from "#src/core/assert.ts";
import type { KeyRange } from "./rowDatabase.ts";

/** A row of state, under its readable key. */
export const stateRowPrefix = "s/";
/** The readable key of a state row, under its hash: proofs of absence name neighbours by hash alone. */
export const keyOfHashPrefix = "k/";
/** What one block changed. */
export const changesPrefix = "c/";
/** Time, root and size of one block. */
export const summaryPrefix = "h/";
/** Rows that the caller stores beside a block. */
export const blockRowPrefix = "b/";
/** The newest committed height and what belongs to it; the one row that makes a directory a store. */
export const headKey = "m/head";
/** Stands while rows are loaded in more than one batch, so that a cut-short load is recognised. */
export const loadingKey = "m/loading";

/** Keys are printable ASCII, so that the order of text, of bytes and of LevelDB is one order. */
const keyPattern = /^[\x21-\x7e]+$/;
/** Sorts behind every character a key may have. */
const afterEveryCharacter = "\x7f";
/** Sorts before every character a key may have. */
const beforeEveryCharacter = "\x00";

export const heightDigits = 16;

export function formatHeight(height: number): string {
  return height.toString().padStart(heightDigits, "0");
}

export function isStorableKey(key: string): boolean {
  return keyPattern.test(key);
}

export function assertStorableKey(key: string): void {
  assert(isStorableKey(key), "a key is printable ASCII");
}

/** The keys that begin with the prefix; with `after`, only those behind it in the direction of reading. */
export function rangeOf(prefix: string, after?: string, reverse = false): KeyRange {
  const to = prefix + afterEveryCharacter;
  if (after === undefined) return { from: prefix, to, reverse };
  if (reverse) return { from: prefix, to: after < to ? after : to, reverse };
  const next = after + beforeEveryCharacter;
  return { from: next > prefix ? next : prefix, to, reverse };
}

/** The same range with every key under a prefix of the database. */
export function rangeUnder(prefix: string, range: KeyRange): KeyRange {
  return { ...range, from: prefix + range.from, to: prefix + range.to };
}
