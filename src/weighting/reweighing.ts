// Exact reweighting by the SDR rule: quantities for weights, with the value unchanged to the last unit.
import { divideDown } from "#src/core/arithmetic.ts";
import { assert } from "#src/core/assert.ts";

/** Quantities times prices plus the remainder: exact, since quantities are whole units. */
export function worthOf(lines: readonly { quantity: bigint; priceNano: bigint }[], remainderNano: bigint): bigint {
  return lines.reduce((sum, { quantity, priceNano }) => sum + quantity * priceNano, remainderNano);
}

export interface WeighedComponent {
  readonly weightPpm: bigint;
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
  const scaled = components.map(({ weightPpm, averageNano }) => weightPpm * (averagesProduct / averageNano));
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
