// Long rows cut into parts and put together again: a row of a full block is longer than a snapshot's chunk.
import { concatBytes } from "#src/crypto/hex.ts";
import { refusals } from "#src/state/refusals.ts";
import type { StoredRow } from "#src/state/view.ts";

/** Half of a chunk. */
const partBytesMax = 512 * 1024;
const numberDigits = 6;

/** What the keys of parts begin with; no other row beside a block has such a key. */
export const partPrefix = "part/";

export function cutRows(rows: readonly StoredRow[]): StoredRow[] {
  return rows.flatMap((row) => (row.value.length <= partBytesMax ? [row] : partsOf(row)));
}

/** `parts` in the order of their keys. */
export function joinParts(parts: readonly StoredRow[]): StoredRow[] {
  const pieces = new Map<string, Uint8Array[]>();
  for (const { key, value } of parts) {
    const whole = key.slice(partPrefix.length, -(numberDigits + 1));
    const known = pieces.get(whole) ?? [];
    if (key !== partKey(whole, known.length))
      throw refusals.snapshotMalformed({ reason: `a part of ${whole} is missing` });
    pieces.set(whole, [...known, value]);
  }
  return [...pieces].map(([key, values]) => ({ key, value: concatBytes(...values) }));
}

function partsOf({ key, value }: StoredRow): StoredRow[] {
  const count = Math.ceil(value.length / partBytesMax);
  return Array.from({ length: count }, (_, number) => ({
    key: partKey(key, number),
    value: value.subarray(number * partBytesMax, (number + 1) * partBytesMax),
  }));
}

function partKey(key: string, number: number): string {
  return `${partPrefix}${key}/${number.toString().padStart(numberDigits, "0")}`;
}
