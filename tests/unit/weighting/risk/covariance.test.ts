// The covariance against a plain computation in fractions, and its promise never to be negative.
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { covarianceOf } from "#src/weighting/risk/covariance.ts";
import { quadraticForm } from "#src/weighting/vectors.ts";

const plain = { decayPpm: 1_000_000n, shrinkagePpm: 0n, periodsLeast: 1, periodsMost: 1_000 };
const anyReturn = fc.bigInt({ min: -900_000n, max: 3_000_000n });

describe("by hand", () => {
  test("equal weights give the mean of products; the diagonal is rounded up and n larger", () => {
    const returns = [
      [100_000n, -50_000n],
      [200_000n, 100_000n],
    ];
    // (10^10 + 2.5 x 10^9) / 2; (4 x 10^10 + 10^10) / 2; (2 x 10^10 - 5 x 10^9) / 2.
    expect(covarianceOf(returns, plain)).toEqual([
      [6_250_000_002n, 7_500_000_000n],
      [7_500_000_000n, 25_000_000_002n],
    ]);
  });

  test("an older period counts for the decay's part of a newer one", () => {
    // (1 x 20,000² + 0.5 x 40,000²) / 1.5 = 800,000,000.
    expect(covarianceOf([[40_000n, 20_000n]], { ...plain, decayPpm: 500_000n })).toEqual([[800_000_001n]]);
  });

  test("only the newest periods count", () => {
    expect(covarianceOf([[900_000n, 40_000n, 20_000n]], { ...plain, periodsMost: 2 })).toEqual([[1_000_000_001n]]);
  });

  test("a missing return is skipped: the variance is of what is there, the covariance shrinks by the overlap", () => {
    const returns = [
      [100_000n, 100_000n, 100_000n, 100_000n],
      [undefined, undefined, undefined, 100_000n],
    ];
    // One common period: 10^10 x 1 / sqrt(4 x 1).
    expect(covarianceOf(returns, plain)).toEqual([
      [10_000_000_002n, 5_000_000_000n],
      [5_000_000_000n, 10_000_000_002n],
    ]);
  });

  test("all the way shrunk, every pair has the mean correlation", () => {
    const returns = [
      [100_000n, 100_000n, 0n, 0n],
      [100_000n, 100_000n, 0n, 0n],
      [0n, 0n, 200_000n, 200_000n],
    ];
    // Correlations 1, 0, 0, so 1/3 for all; variances 5 x 10^9 twice and 2 x 10^10.
    expect(covarianceOf(returns, { ...plain, shrinkagePpm: 1_000_000n })).toEqual([
      [5_000_000_003n, 1_666_666_666n, 3_333_333_333n],
      [1_666_666_666n, 5_000_000_003n, 3_333_333_333n],
      [3_333_333_333n, 3_333_333_333n, 20_000_000_003n],
    ]);
  });

  test("a component that never moved has no correlation", () => {
    const returns = [
      [0n, 0n],
      [100_000n, -100_000n],
    ];
    expect(covarianceOf(returns, { ...plain, shrinkagePpm: 1_000_000n })).toEqual([
      [2n, 0n],
      [0n, 10_000_000_002n],
    ]);
  });
});

test("too little history is no covariance", () => {
  const returns = [
    [100_000n, 100_000n],
    [100_000n, undefined],
  ];
  expect(covarianceOf(returns, { ...plain, periodsLeast: 2 })).toBeUndefined();
  expect(covarianceOf(returns, plain)).toBeDefined();
  expect(covarianceOf([[undefined]], plain)).toBeUndefined();
  // Also where a period lies so far back that nothing is left of its weight.
  const old = [100_000n, ...Array.from({ length: 60 }, () => undefined)];
  expect(covarianceOf([old], { ...plain, decayPpm: 500_000n })).toBeUndefined();
});

/** A fraction as numerator over a positive denominator. */
type Fraction = readonly [bigint, bigint];
const plus = ([a, b]: Fraction, [c, d]: Fraction): Fraction => [a * d + c * b, b * d];

test("agrees with a plain weighted mean of products in fractions where nothing is missing", () => {
  const table = fc
    .integer({ min: 1, max: 8 })
    .chain((periods) =>
      fc.array(fc.array(anyReturn, { minLength: periods, maxLength: periods }), { minLength: 1, maxLength: 4 }),
    );
  fc.assert(
    fc.property(table, fc.integer({ min: 1, max: 4 }), (rows, quarters) => {
      const decay: Fraction = [BigInt(quarters), 4n];
      const found = covarianceOf(rows, { ...plain, decayPpm: BigInt(quarters) * 250_000n }) ?? [];
      const periods = rows[0]?.length ?? 0;
      const weight = (age: number): Fraction => [decay[0] ** BigInt(age), decay[1] ** BigInt(age)];
      rows.forEach((left, one) => {
        rows.forEach((right, two) => {
          let [products, whole]: [Fraction, Fraction] = [
            [0n, 1n],
            [0n, 1n],
          ];
          for (let period = 0; period < periods; period += 1) {
            const [part, parts] = weight(periods - 1 - period);
            products = plus(products, [part * (left[period] ?? 0n) * (right[period] ?? 0n), parts]);
            whole = plus(whole, [part, parts]);
          }
          const exact: Fraction = [products[0] * whole[1], products[1] * whole[0]];
          const entry = (found[one]?.[two] ?? 0n) - (one === two ? BigInt(rows.length) : 0n);
          const apart = entry * exact[1] - exact[0];
          // Less than 1 ppm² for the entry, and what the last of ten to the twelfth parts of a weight can do.
          expect((apart < 0n ? -apart : apart) < 11n * exact[1]).toBe(true);
        });
      });
    }),
    { numRuns: 400 },
  );
});

test("no weights have a negative variance, whatever is missing and however it is shrunk", () => {
  const table = fc.integer({ min: 1, max: 7 }).chain((count) =>
    fc.record({
      rows: fc.integer({ min: 1, max: 9 }).chain((periods) =>
        fc.array(
          fc.array(fc.option(fc.oneof(anyReturn, fc.bigInt({ min: -3n, max: 3n })), { nil: undefined, freq: 3 }), {
            minLength: periods,
            maxLength: periods,
          }),
          { minLength: count, maxLength: count },
        ),
      ),
      weights: fc.array(
        fc.array(fc.bigInt({ min: -1_000_000n, max: 1_000_000n }), { minLength: count, maxLength: count }),
        { minLength: 20, maxLength: 20 },
      ),
      decayPpm: fc.constantFrom(1n, 10_000n, 500_000n, 940_000n, 1_000_000n),
      shrinkagePpm: fc.bigInt({ min: 0n, max: 1_000_000n }),
    }),
  );
  let found = 0;
  fc.assert(
    fc.property(table, ({ rows, weights, decayPpm, shrinkagePpm }) => {
      const covariance = covarianceOf(rows, { ...plain, decayPpm, shrinkagePpm });
      if (covariance === undefined) return;
      found += 1;
      for (const each of weights) expect(quadraticForm(covariance, each) >= 0n).toBe(true);
      expect(covariance).toEqual(covariance.map((row, at) => row.map((_, other) => covariance[other]?.[at])));
    }),
    { numRuns: 1_500 },
  );
  expect(found).toBeGreaterThan(300);
});

test("moves that cancel each other stay within nothing: the worst case for rounding", () => {
  fc.assert(
    fc.property(fc.array(anyReturn, { minLength: 1, maxLength: 6 }), anyReturn, (row, factor) => {
      const covariance = covarianceOf([row, row.map((each) => -each), row.map((each) => each * 2n)], plain);
      if (covariance === undefined) return;
      for (const weights of [
        [1n, 1n, 0n],
        [2n, 0n, -1n],
        [factor, factor, 0n],
        [2n * factor + 1n, 0n, -factor],
      ])
        expect(quadraticForm(covariance, weights) >= 0n).toBe(true);
    }),
  );
});
