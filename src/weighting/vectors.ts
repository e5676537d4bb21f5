// Lists with an entry for each component, and square tables of them.
import { present } from "#src/core/assert.ts";

/** One, or the whole basket, in millionths. */
export const wholePpm = 1_000_000n;

export type Vector = readonly bigint[];
export type Matrix = readonly Vector[];

/** The entry of a list that is known to have it. */
export function entryAt<Value>(values: readonly Value[], at: number): Value {
  return present(values[at], "an entry for each component");
}

export function sumOf<Value>(values: readonly Value[], of: (value: Value, at: number) => bigint): bigint {
  return values.reduce((total, value, at) => total + of(value, at), 0n);
}

export function dot(left: Vector, right: Vector): bigint {
  return sumOf(left, (value, at) => value * entryAt(right, at));
}

/** w' M w, exact. */
export function quadraticForm(matrix: Matrix, vector: Vector): bigint {
  return sumOf(matrix, (row, at) => dot(row, vector) * entryAt(vector, at));
}
