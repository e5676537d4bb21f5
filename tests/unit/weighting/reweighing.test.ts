// Exact reweighting: quantities for weights, at an unchanged value.
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { reweigh, worthOf } from "#src/weighting/reweighing.ts";

const price = fc.bigInt(1n, 10n ** 15n);
/** Components whose weights sum to 1,000,000, with any prices and averages, and a value from nothing to a large one. */
const reweighting = fc
  .array(fc.record({ part: fc.integer({ min: 0, max: 1_000 }), priceNano: price, averageNano: price }), {
    minLength: 1,
    maxLength: 32,
  })
  .map((drawn) => {
    const sum = drawn.reduce((total, { part }) => total + part, 0);
    const components = drawn.map(({ part, ...prices }) => {
      return { ...prices, weightPpm: sum === 0 ? 0n : BigInt(Math.trunc((part * 1_000_000) / sum)) };
    });
    const [first, ...rest] = components;
    if (first === undefined) return components;
    return [
      { ...first, weightPpm: 1_000_000n - rest.reduce((total, { weightPpm }) => total + weightPpm, 0n) },
      ...rest,
    ];
  });
const value = fc.bigInt(1n, 10n ** 24n);

function worthAfter(
  components: readonly { priceNano: bigint }[],
  quantities: readonly bigint[],
  remainderNano: bigint,
) {
  return worthOf(
    components.map(({ priceNano }, index) => ({ priceNano, quantity: quantities[index] ?? 0n })),
    remainderNano,
  );
}

describe("reweighting", () => {
  /**
   * The four components and weights of the reference (0.4, 0.25, 0.2, 0.15; V = 1e20), whose own prices are not given:
   * copper, silver, aluminium and European gas of December 2019 and their averages of October to December.
   */
  test("gives four real components their weights at average prices", () => {
    const components = [
      { weightPpm: 400_000n, priceNano: 6_077_060_000n, averageNano: 5_898_103_333n },
      { weightPpm: 250_000n, priceNano: 17_138_000_000n, averageNano: 17_316_000_000n },
      { weightPpm: 200_000n, priceNano: 1_771_380_000n, averageNano: 1_757_376_666n },
      { weightPpm: 150_000n, priceNano: 4_620_472_000n, averageNano: 4_942_564_666n },
    ];
    const valueNano = 10n ** 20n;
    const { quantities, remainderNano } = reweigh(valueNano, components);
    expect(worthAfter(components, quantities, remainderNano)).toBe(valueNano);
    const pricesSum = components.reduce((sum, { priceNano }) => sum + priceNano, 0n);
    expect(remainderNano >= 0n && remainderNano < pricesSum).toBe(true);
    const worths = components.map(({ averageNano }, index) => (quantities[index] ?? 0n) * averageNano);
    const totalNano = worths.reduce((sum, worth) => sum + worth, 0n);
    const sharesPpb = worths.map((worth) => (worth * 10n ** 9n + totalNano / 2n) / totalNano);
    expect(sharesPpb).toEqual([400_000_000n, 250_000_000n, 200_000_000n, 150_000_000n]);
  });

  test("does by hand what it says: half and half, the spot of one above its average", () => {
    const components = [
      { weightPpm: 500_000n, priceNano: 20n, averageNano: 10n },
      { weightPpm: 500_000n, priceNano: 7n, averageNano: 7n },
    ];
    // sum(w p / a) = 0.5 * 2 + 0.5 * 1 = 1.5; q = 0.5 * 1,000 / (a * 1.5) = 33.3 and 47.6.
    expect(reweigh(1_000n, components)).toEqual({ quantities: [33n, 47n], remainderNano: 1_000n - 660n - 329n });
  });

  test("leaves the value as it was to the last unit, with less than one unit of each component over", () => {
    fc.assert(
      fc.property(value, reweighting, (valueNano, components) => {
        const { quantities, remainderNano } = reweigh(valueNano, components);
        expect(worthAfter(components, quantities, remainderNano)).toBe(valueNano);
        const bound = components.reduce((sum, { weightPpm, priceNano }) => sum + (weightPpm > 0n ? priceNano : 0n), 0n);
        expect(remainderNano >= 0n && remainderNano < bound).toBe(true);
      }),
    );
  });

  test("brings every component's worth at average prices within one unit of its weight", () => {
    fc.assert(
      fc.property(value, reweighting, (valueNano, components) => {
        const { quantities } = reweigh(valueNano, components);
        const scale = components.reduce((product, { averageNano }) => product * averageNano, 1n);
        const sum = components.reduce(
          (total, { weightPpm, priceNano, averageNano }) => total + weightPpm * priceNano * (scale / averageNano),
          0n,
        );
        for (const [index, { weightPpm, averageNano }] of components.entries()) {
          // The exact quantity is wanted / sum; the whole one lies below it by less than one.
          const wanted = weightPpm * valueNano * (scale / averageNano);
          const whole = (quantities[index] ?? 0n) * sum;
          expect(whole <= wanted && wanted - whole < sum).toBe(true);
        }
      }),
    );
  });

  test("gives nothing to a weight of zero, and does not depend on the order", () => {
    fc.assert(
      fc.property(value, reweighting, (valueNano, components) => {
        const { quantities, remainderNano } = reweigh(valueNano, components);
        for (const [index, { weightPpm }] of components.entries())
          if (weightPpm === 0n) expect(quantities[index]).toBe(0n);
        const backwards = reweigh(valueNano, [...components].reverse());
        expect(backwards).toEqual({ quantities: [...quantities].reverse(), remainderNano });
      }),
    );
  });
});
