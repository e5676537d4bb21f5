// The curve of a pool (StableSwap), in whole numbers: flat where its currencies are worth the same, steep where one runs out.

import { divideDown, divideUp, minimum, squareRootDown } from "#src/core/arithmetic.ts";
import { assert } from "#src/core/assert.ts";

/** What a pool has of each currency, each counted in the same unit of worth; and how flat its curve is. */
export interface Curve {
  readonly values: readonly bigint[];
  readonly amplification: number;
}

/** The whole numbers on both sides of the invariant; the same one twice where it is whole. */
export interface Invariant {
  readonly down: bigint;
  readonly up: bigint;
}

export interface Fraction {
  readonly top: bigint;
  readonly bottom: bigint;
}

/** From within four times of the root Newton needs a dozen rounds; a fault beyond this, never a wrong number. */
const roundsMost = 64;

const sumOf = (values: readonly bigint[]) => values.reduce((sum, value) => sum + value, 0n);
const productOf = (values: readonly bigint[]) => values.reduce((product, value) => product * value, 1n);
const bitsOf = (value: bigint) => value.toString(16).length * 4;

/** A n^n, and n^n times the product of the values, of n values. */
function factorsOf(count: number, amplification: number, product: bigint) {
  const parts = BigInt(count) ** BigInt(count);
  return { strength: BigInt(amplification) * parts, spread: parts * product };
}

/**
 * D of A n^n S + D = A n^n D + D^(n+1) / (n^n P), which is D^(n+1) + (A n^n - 1) n^n P D = A n^n S n^n P. The left side rises
 * and is convex, so that Newton's steps from above fall until they stand on the whole number below the root.
 */
export function invariantOf({ values, amplification }: Curve): Invariant {
  assert(values.length >= 2, "a pool has two currencies at least");
  assert(
    values.every((value) => value > 0n),
    "a curve has something of each currency",
  );
  const power = BigInt(values.length);
  const sum = sumOf(values);
  const { strength, spread } = factorsOf(values.length, amplification, productOf(values));
  const linear = (strength - 1n) * spread;
  const target = strength * sum * spread;
  // Both are above the root: the sum by the means, the other since D^(n+1) alone would pass the target.
  let estimate = minimum(sum, 1n << BigInt(Math.ceil(bitsOf(target) / (values.length + 1))));
  for (let round = 0; round < roundsMost; round += 1) {
    const slope = estimate ** power;
    const next = divideDown(power * slope * estimate + target, (power + 1n) * slope + linear);
    if (next >= estimate) {
      const isWhole = slope * estimate + linear * estimate === target;
      return { down: estimate, up: isWhole ? estimate : estimate + 1n };
    }
    estimate = next;
  }
  assert(false, "the invariant converges");
  return { down: estimate, up: estimate };
}

/** The least value of the one currency beside the others with which the invariant is reached: the pool gains the fraction. */
export function leastValue(others: readonly bigint[], amplification: number, invariant: bigint): bigint {
  const count = others.length + 1;
  const { strength, spread } = factorsOf(count, amplification, productOf(others));
  // The invariant's equation is a square one in the single value: square y^2 + linear y >= constant.
  const square = strength * spread;
  const linear = (strength * sumOf(others) - (strength - 1n) * invariant) * spread;
  const constant = invariant ** BigInt(count + 1);
  const root = squareRootDown(linear * linear + 4n * square * constant);
  const least = divideUp(root - linear, 2n * square);
  const isReached = square * least * least + linear * least >= constant;
  return isReached ? least : least + 1n;
}

/** What the next unit of one currency brings of another, both in worth: one where the pool has as much of both. */
export function priceOf({ values, amplification }: Curve, invariant: bigint, from: number, to: number): Fraction {
  const { strength, spread } = factorsOf(values.length, amplification, productOf(values));
  const [given, taken] = [values[from] ?? 0n, values[to] ?? 0n];
  const power = invariant ** BigInt(values.length + 1);
  return {
    top: taken * (strength * spread * given + power),
    bottom: given * (strength * spread * taken + power),
  };
}

/** The lowest price within the pool: what the most plentiful currency brings of the scarcest one. */
export function lowestPrice(curve: Curve, invariant: bigint): Fraction {
  let [most, least] = [0, 0];
  for (const [at, value] of curve.values.entries()) {
    if (value > (curve.values[most] ?? 0n)) most = at;
    if (value < (curve.values[least] ?? 0n)) least = at;
  }
  return priceOf(curve, invariant, most, least);
}
