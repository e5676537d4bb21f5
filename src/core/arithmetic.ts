// Integer arithmetic with the rounding in the name of every division.
import { assert } from "./assert.ts";

/** floor(numerator / denominator) for a numerator of zero or more: what the ledger pays out. */
export function divideDown(numerator: bigint, denominator: bigint): bigint {
  assert(numerator >= 0n, "divideDown takes no negative numerator");
  assert(denominator > 0n, "divideDown takes a positive denominator");
  return numerator / denominator;
}

/** ceil(numerator / denominator) for a numerator of zero or more: what the ledger is owed. */
export function divideUp(numerator: bigint, denominator: bigint): bigint {
  assert(numerator >= 0n, "divideUp takes no negative numerator");
  assert(denominator > 0n, "divideUp takes a positive denominator");
  return (numerator + denominator - 1n) / denominator;
}

export function minimum(first: bigint, ...rest: readonly bigint[]): bigint {
  return rest.reduce((least, value) => (value < least ? value : least), first);
}

export function maximum(first: bigint, ...rest: readonly bigint[]): bigint {
  return rest.reduce((most, value) => (value > most ? value : most), first);
}

/** The distance of two values, zero or more. */
export function difference(left: bigint, right: bigint): bigint {
  return left > right ? left - right : right - left;
}

/** floor(square root) of a value of zero or more, by Newton's method. */
export function squareRootDown(value: bigint): bigint {
  assert(value >= 0n, "squareRootDown takes no negative value");
  if (value < 2n) return value;
  let estimate = 1n << BigInt((value.toString(2).length + 1) >> 1);
  for (;;) {
    const next = (estimate + value / estimate) >> 1n;
    if (next >= estimate) return estimate;
    estimate = next;
  }
}

/** floor(cube root) of a value of zero or more, bit by bit from the highest. */
export function cubeRootDown(value: bigint): bigint {
  assert(value >= 0n, "cubeRootDown takes no negative value");
  let root = 0n;
  for (let bit = 1n << BigInt(Math.trunc((value.toString(2).length + 2) / 3)); bit > 0n; bit >>= 1n) {
    const larger = root + bit;
    if (larger * larger * larger <= value) root = larger;
  }
  return root;
}

/**
 * Splits a total in proportion to weights: each share rounded down, then the rest one unit each to the largest
 * remainders, the lower index first on a tie. The shares sum to the total exactly.
 */
export function splitByLargestRemainder(total: bigint, weights: readonly bigint[]): bigint[] {
  const weightSum = weights.reduce((sum, weight) => sum + weight, 0n);
  assert(weightSum > 0n, "a split needs a positive weight");
  const shares = weights.map((weight) => divideDown(total * weight, weightSum));
  let rest = total - shares.reduce((sum, share) => sum + share, 0n);
  const byRemainder = weights
    .map((weight, index) => ({ index, remainder: (total * weight) % weightSum }))
    .sort((left, right) =>
      left.remainder === right.remainder ? left.index - right.index : left.remainder > right.remainder ? -1 : 1,
    );
  for (const { index } of byRemainder) {
    if (rest === 0n) break;
    shares[index] = (shares[index] ?? 0n) + 1n;
    rest -= 1n;
  }
  return shares;
}
