// The arithmetic of the basket.
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { reweigh, shareBp, stepBp, worthOf } from "#src/modules/basket/rules.ts";

const price = fc.bigInt(1n, 10n ** 15n);
/** Components whose weights sum to 10,000, with any prices and averages, and a value from nothing to a large one. */
const reweighting = fc
  .array(fc.record({ part: fc.integer({ min: 0, max: 1_000 }), priceNano: price, averageNano: price }), {
    minLength: 1,
    maxLength: 8,
  })
  .map((drawn) => {
    const sum = drawn.reduce((total, { part }) => total + part, 0);
    const components = drawn.map(({ part, ...prices }) => {
      return { ...prices, weightBp: sum === 0 ? 0 : Math.trunc((part * 10_000) / sum) };
    });
    const [first, ...rest] = components;
    if (first === undefined) return components;
    return [{ ...first, weightBp: 10_000 - rest.reduce((total, { weightBp }) => total + weightBp, 0) }, ...rest];
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
      { weightBp: 4_000, priceNano: 6_077_060_000n, averageNano: 5_898_103_333n },
      { weightBp: 2_500, priceNano: 17_138_000_000n, averageNano: 17_316_000_000n },
      { weightBp: 2_000, priceNano: 1_771_380_000n, averageNano: 1_757_376_666n },
      { weightBp: 1_500, priceNano: 4_620_472_000n, averageNano: 4_942_564_666n },
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
      { weightBp: 5_000, priceNano: 20n, averageNano: 10n },
      { weightBp: 5_000, priceNano: 7n, averageNano: 7n },
    ];
    // sum(w p / a) = 0.5 * 2 + 0.5 * 1 = 1.5; q = 0.5 * 1,000 / (a * 1.5) = 33.3 and 47.6.
    expect(reweigh(1_000n, components)).toEqual({ quantities: [33n, 47n], remainderNano: 1_000n - 660n - 329n });
  });

  test("leaves the value as it was to the last unit, with less than one unit of each component over", () => {
    fc.assert(
      fc.property(value, reweighting, (valueNano, components) => {
        const { quantities, remainderNano } = reweigh(valueNano, components);
        expect(worthAfter(components, quantities, remainderNano)).toBe(valueNano);
        const bound = components.reduce((sum, { weightBp, priceNano }) => sum + (weightBp > 0 ? priceNano : 0n), 0n);
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
          (total, { weightBp, priceNano, averageNano }) => total + BigInt(weightBp) * priceNano * (scale / averageNano),
          0n,
        );
        for (const [index, { weightBp, averageNano }] of components.entries()) {
          // The exact quantity is wanted / sum; the whole one lies below it by less than one.
          const wanted = BigInt(weightBp) * valueNano * (scale / averageNano);
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
        for (const [index, { weightBp }] of components.entries())
          if (weightBp === 0) expect(quantities[index]).toBe(0n);
        const backwards = reweigh(valueNano, [...components].reverse());
        expect(backwards).toEqual({ quantities: [...quantities].reverse(), remainderNano });
      }),
    );
  });
});

describe("shares and steps", () => {
  test("a share is rounded down, and of nothing there is none", () => {
    expect(shareBp({ partNano: 2n, totalNano: 3n })).toBe(6_666);
    expect(shareBp({ partNano: 0n, totalNano: 0n })).toBe(0);
  });

  test("a step is rounded up, whichever way it goes", () => {
    expect(stepBp({ partNano: 1n, totalNano: 2n }, 5_000)).toBe(0n);
    expect(stepBp({ partNano: 2n, totalNano: 3n }, 6_666)).toBe(1n);
    expect(stepBp({ partNano: 2n, totalNano: 3n }, 6_667)).toBe(1n);
    expect(stepBp({ partNano: 2n, totalNano: 3n }, 5_666)).toBe(1_001n);
    expect(stepBp({ partNano: 0n, totalNano: 0n }, 40)).toBe(40n);
  });
});
