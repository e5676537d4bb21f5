// The curve of a pool in the model: all is found by halving, from the one question whether a number reaches the invariant.
import { ceiling, sum } from "../arithmetic.ts";

export interface Fraction {
  readonly over: bigint;
  readonly under: bigint;
}

const times = (values: readonly bigint[]) => values.reduce((product, value) => product * value, 1n);

/** Whether so much is on the curve or beyond it: A n^n S + D >= A n^n D + D^(n+1) / (n^n P), without the fraction. */
export function reaches(values: readonly bigint[], amplification: number, d: bigint): boolean {
  const n = values.length;
  const steep = BigInt(amplification) * BigInt(n) ** BigInt(n);
  const under = times(values.map((value) => value * BigInt(n)));
  return (steep * sum(values) + d - steep * d) * under >= times(Array.from({ length: n + 1 }, () => d));
}

/** The greatest number that holds, of those from one that does up to one that does not. */
function halve(from: bigint, below: bigint, holds: (value: bigint) => boolean): bigint {
  let [least, most] = [from, below];
  while (most - least > 1n) {
    const middle = (least + most) / 2n;
    if (holds(middle)) least = middle;
    else most = middle;
  }
  return least;
}

/** The greatest whole D, and the least that is no less than D itself. */
export function dOf(values: readonly bigint[], amplification: number) {
  const down = halve(0n, sum(values) + 1n, (d) => reaches(values, amplification, d));
  // What is reached from both sides is whole: then the one below it would be passed by more than a unit.
  const n = BigInt(values.length);
  const steep = BigInt(amplification) * n ** n;
  const under = times(values.map((value) => value * n));
  const isWhole = (steep * sum(values) + down - steep * down) * under === down ** (n + 1n);
  return { down, up: isWhole ? down : down + 1n };
}

/** The least value beside the others that reaches D. */
export function besides(others: readonly bigint[], amplification: number, d: bigint): bigint {
  const lacks = (value: bigint) => value === 0n || !reaches([...others, value], amplification, d);
  let above = 1n;
  while (lacks(above)) above *= 2n;
  return halve(0n, above, lacks) + 1n;
}

/** What a little of one currency brings of another one: the curve's slopes in the direction of both. */
export function slopeOf(
  values: readonly bigint[],
  amplification: number,
  [from, to]: readonly [number, number],
  d = dOf(values, amplification).up,
): Fraction {
  const n = values.length;
  const steep = BigInt(amplification) * BigInt(n) ** BigInt(n);
  const under = times(values.map((value) => value * BigInt(n)));
  const power = d ** BigInt(n + 1);
  const [one, other] = [values[from] ?? 0n, values[to] ?? 0n];
  // Each slope is A n^n + D^(n+1) / (n^n P x).
  return { over: (steep * under * one + power) * other, under: (steep * under * other + power) * one };
}

export const isLess = (left: Fraction, right: Fraction): boolean => left.over * right.under < right.over * left.under;

/** The lowest of all slopes. */
export function lowestSlope(values: readonly bigint[], amplification: number): Fraction {
  const d = dOf(values, amplification).up;
  const places = values.map((_, at) => at);
  const all = places.flatMap((from) => places.map((to) => slopeOf(values, amplification, [from, to], d)));
  return all.reduce((lowest, slope) => (isLess(slope, lowest) ? slope : lowest));
}

/** A part in millionths, rounded up. */
export const ppm = (amount: bigint, part: bigint): bigint => ceiling(amount * part, 1_000_000n);
