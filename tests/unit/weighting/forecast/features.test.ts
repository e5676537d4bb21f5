// Features of trailing prices: by hand, against a plain reckoning, and on prices that no feed should have.
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { featureMostPpm, featureNames, featuresOf } from "#src/weighting/forecast/features.ts";

const rising = (count: number) => Array.from({ length: count }, (_, at) => BigInt(100 + at));
const odd = fc.array(fc.option(fc.bigInt(-5n, 10n ** 30n), { nil: undefined, freq: 4 }), { maxLength: 80 });

describe("features", () => {
  test("are by hand what they say", () => {
    // 13 prices: 100, then eleven times 110, then 99.
    const prices = [100n, ...new Array<bigint>(11).fill(110n), 99n];
    expect(featuresOf(prices)).toEqual({
      return1: -100_000n,
      return3: -100_000n,
      return6: -100_000n,
      return12: -10_000n,
      // A return of +10 % and one of -10 % in twelve: the root of 2 x 10^10 / 12, which is 40,824.8.
      volatility12: 40_824n,
      place60: undefined,
    });
  });

  test("round towards zero, and a volatility down", () => {
    expect(featuresOf([3n, 4n]).return1).toBe(333_333n);
    expect(featuresOf([3n, 2n]).return1).toBe(-333_333n);
  });

  test("have a place from the least to the most of sixty prices, once thirty are known", () => {
    expect(featuresOf(rising(29)).place60).toBeUndefined();
    expect(featuresOf(rising(30)).place60).toBe(1_000_000n);
    expect(featuresOf(rising(30).reverse()).place60).toBe(0n);
    expect(featuresOf([...rising(30), 103n]).place60).toBe(103_448n);
    expect(featuresOf(new Array<bigint>(40).fill(7n)).place60).toBeUndefined();
    // The 61st price back no longer counts, the 60th does.
    expect(featuresOf([1n, ...rising(60)]).place60).toBe(1_000_000n);
    expect(featuresOf([1n, ...rising(59), 100n]).place60).toBe(0n);
    expect(featuresOf([1n, ...rising(58), 100n]).place60).toBe((99n * 1_000_000n) / 156n);
  });

  test("have a volatility once six of the last twelve returns are known", () => {
    const gap = new Array<undefined>(6).fill(undefined);
    expect(featuresOf(rising(6)).volatility12).toBeUndefined();
    expect(featuresOf(rising(7)).volatility12).toBeDefined();
    expect(featuresOf([...rising(7), ...gap, 100n]).volatility12).toBeUndefined();
  });

  test("are missing where a price is, and all of them without the newest", () => {
    const prices: (bigint | undefined)[] = rising(40);
    prices[36] = undefined;
    expect(featuresOf(prices)).toMatchObject({ return1: expect.any(BigInt), return3: undefined });
    const none = Object.fromEntries(featureNames.map((name) => [name, undefined]));
    expect(featuresOf([...rising(40), undefined])).toEqual(none);
    expect(featuresOf([])).toEqual(none);
    expect(featuresOf([...rising(40), 0n])).toEqual(none);
  });

  test("are no more than sixteen, and none lies beyond ten wholes", () => {
    expect(featureNames.length).toBeLessThanOrEqual(16);
    expect(featuresOf([1n, 11n]).return1).toBe(featureMostPpm);
    expect(featuresOf([1n, 12n]).return1).toBe(featureMostPpm);
  });

  test("never throw, stay in bounds, and depend on the last sixty prices alone", () => {
    fc.assert(
      fc.property(odd, odd, (older, prices) => {
        const features = featuresOf(prices);
        for (const value of Object.values(features))
          expect(value === undefined || (value >= -featureMostPpm && value <= featureMostPpm)).toBe(true);
        const padded = [...new Array<undefined>(60).fill(undefined), ...prices];
        expect(featuresOf(padded)).toEqual(features);
        expect(featuresOf([...older, ...padded])).toEqual(features);
      }),
    );
  });

  test("do not depend on the unit of the price, but for the rounding of none", () => {
    fc.assert(
      fc.property(fc.array(fc.bigInt(1n, 10n ** 12n), { maxLength: 70 }), fc.bigInt(1n, 10n ** 9n), (prices, unit) => {
        expect(featuresOf(prices.map((price) => price * unit))).toEqual(featuresOf(prices));
      }),
    );
  });
});
