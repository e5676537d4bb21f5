// Arithmetic of the basket: its value, exact reweighting by the SDR rule, and shares; every number is whole.

import { difference, divideDown, divideUp } from "#src/core/arithmetic.ts";
import { assert } from "#src/core/assert.ts";

export const wholeBp = 10_000n;

/** Quantities times prices plus the remainder: exact, since quantities are whole units. */
export function worthOf(lines: readonly { quantity: bigint; priceNano: bigint }[], remainderNano: bigint): bigint {
  return lines.reduce((sum, { quantity, priceNano }) => sum + quantity * priceNano, remainderNano);
}

export interface WeighedComponent {
  readonly weightBp: number;
  readonly priceNano: bigint;
  readonly averageNano: bigint;
}

/**
 * New quantities q = floor(w V / (a * sum(w p / a))), over the common denominator of the averages, so that nothing is
 * rounded before the last step. What the rounding leaves goes into the remainder, which is less than one unit of each
 * weighed component; value before equals value after, and nobody gains.
 */
export function reweigh(valueNano: bigint, components: readonly WeighedComponent[]) {
  const averagesProduct = components.reduce((product, { averageNano }) => product * averageNano, 1n);
  const scaled = components.map(({ weightBp, averageNano }) => BigInt(weightBp) * (averagesProduct / averageNano));
  const denominator = worthOf(
    components.map(({ priceNano }, index) => ({ priceNano, quantity: scaled[index] ?? 0n })),
    0n,
  );
  const quantities = scaled.map((weight) => divideDown(weight * valueNano, denominator));
  const remainderNano =
    valueNano -
    worthOf(
      components.map(({ priceNano }, index) => ({ priceNano, quantity: quantities[index] ?? 0n })),
      0n,
    );
  assert(remainderNano >= 0n, "quantities rounded down are worth at most the value they were made from");
  return { quantities, remainderNano };
}

/** A share as an exact fraction; of nothing, nothing. */
export interface Share {
  readonly partNano: bigint;
  readonly totalNano: bigint;
}

/** A share in basis points, rounded down. */
export function shareBp({ partNano, totalNano }: Share): number {
  return totalNano === 0n ? 0 : Number(divideDown(partNano * wholeBp, totalNano));
}

/** How far a share lies from a weight, in basis points, rounded up: against the change. */
export function stepBp({ partNano, totalNano }: Share, weightBp: number): bigint {
  if (totalNano === 0n) return BigInt(weightBp);
  return divideUp(difference(partNano * wholeBp, BigInt(weightBp) * totalNano), totalNano);
}
