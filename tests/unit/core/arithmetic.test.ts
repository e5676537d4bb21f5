// Integer arithmetic: every rounding goes the way its name says, to the last unit.
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  cubeRootDown,
  difference,
  divideDown,
  divideUp,
  maximum,
  minimum,
  splitByLargestRemainder,
  squareRootDown,
} from "#src/core/arithmetic.ts";

const amount = fc.bigInt({ min: 0n, max: 2n ** 200n });
const positive = fc.bigInt({ min: 1n, max: 2n ** 120n });

describe("the cube root", () => {
  it("down is the largest whole number whose cube does not exceed", () => {
    fc.assert(
      fc.property(amount, (value) => {
        const root = cubeRootDown(value);
        expect(root ** 3n <= value && (root + 1n) ** 3n > value).toBe(true);
      }),
    );
    expect([0n, 1n, 7n, 8n, 26n, 27n].map(cubeRootDown)).toEqual([0n, 1n, 1n, 2n, 2n, 3n]);
  });

  it("is refused to a negative value", () => {
    expect(() => cubeRootDown(-1n)).toThrow();
  });
});

describe("division", () => {
  it("down is the largest quotient that does not exceed", () => {
    fc.assert(
      fc.property(amount, positive, (numerator, denominator) => {
        const quotient = divideDown(numerator, denominator);
        expect(quotient * denominator <= numerator && (quotient + 1n) * denominator > numerator).toBe(true);
      }),
    );
  });

  it("up is the smallest quotient that suffices", () => {
    fc.assert(
      fc.property(amount, positive, (numerator, denominator) => {
        const quotient = divideUp(numerator, denominator);
        expect(quotient * denominator >= numerator && (quotient - 1n) * denominator < numerator).toBe(true);
      }),
    );
  });

  it("up and down agree where nothing is left, and differ by one elsewhere", () => {
    expect([divideDown(6n, 3n), divideUp(6n, 3n), divideDown(7n, 3n), divideUp(7n, 3n)]).toEqual([2n, 2n, 2n, 3n]);
    expect([divideDown(0n, 5n), divideUp(0n, 5n)]).toEqual([0n, 0n]);
  });

  it("refuses to guess what a negative numerator or a denominator of zero means", () => {
    for (const divide of [divideDown, divideUp]) {
      expect(() => divide(-1n, 2n)).toThrow("negative numerator");
      expect(() => divide(1n, 0n)).toThrow("positive denominator");
      expect(() => divide(1n, -1n)).toThrow("positive denominator");
    }
  });
});

describe("comparison", () => {
  it("finds the least and the most of any number of values", () => {
    fc.assert(
      fc.property(fc.array(fc.bigInt(), { minLength: 1, maxLength: 20 }), (values) => {
        const [first = 0n, ...rest] = values;
        const sorted = [...values].sort((left, right) => (left < right ? -1 : left > right ? 1 : 0));
        expect([minimum(first, ...rest), maximum(first, ...rest)]).toEqual([sorted[0], sorted.at(-1)]);
      }),
    );
  });

  it("measures a distance that is never negative and the same from both sides", () => {
    fc.assert(
      fc.property(fc.bigInt(), fc.bigInt(), (left, right) => {
        const distance = difference(left, right);
        expect(distance >= 0n && distance === difference(right, left)).toBe(true);
        expect(left + distance === right || left - distance === right).toBe(true);
      }),
    );
  });
});

describe("the square root", () => {
  it("down is the largest root whose square does not exceed", () => {
    fc.assert(
      fc.property(amount, (value) => {
        const root = squareRootDown(value);
        expect(root * root <= value && (root + 1n) * (root + 1n) > value).toBe(true);
      }),
      { numRuns: 1_000 },
    );
  });

  it("is exact at squares and one less just below them", () => {
    fc.assert(
      fc.property(positive, (root) => {
        expect(squareRootDown(root * root)).toBe(root);
        expect(squareRootDown(root * root - 1n)).toBe(root - 1n);
      }),
    );
    expect([0n, 1n, 2n, 3n, 4n, 8n, 9n].map(squareRootDown)).toEqual([0n, 1n, 1n, 1n, 2n, 2n, 3n]);
  });

  it("refuses a negative value", () => {
    expect(() => squareRootDown(-1n)).toThrow("negative");
  });
});

describe("a split by largest remainder", () => {
  const weights = fc
    .array(fc.bigInt({ min: 0n, max: 10n ** 12n }), { minLength: 1, maxLength: 30 })
    .filter((list) => list.some((weight) => weight > 0n));

  it("gives away the total exactly, each share within one of its due", () => {
    fc.assert(
      fc.property(fc.bigInt({ min: 0n, max: 10n ** 30n }), weights, (total, list) => {
        const shares = splitByLargestRemainder(total, list);
        const weightSum = list.reduce((sum, weight) => sum + weight, 0n);
        expect(shares.reduce((sum, share) => sum + share, 0n)).toBe(total);
        shares.forEach((share, index) => {
          const due = total * (list[index] ?? 0n);
          expect(share >= due / weightSum && share <= (due + weightSum - 1n) / weightSum).toBe(true);
        });
      }),
    );
  });

  it("never gives more to a smaller weight", () => {
    fc.assert(
      fc.property(fc.bigInt({ min: 0n, max: 10n ** 20n }), weights, (total, list) => {
        const shares = splitByLargestRemainder(total, list);
        for (const [left, leftWeight] of list.entries()) {
          for (const [right, rightWeight] of list.entries()) {
            if (leftWeight > rightWeight) expect((shares[left] ?? 0n) >= (shares[right] ?? 0n)).toBe(true);
          }
        }
      }),
      { numRuns: 50 },
    );
  });

  it("gives what is left to the largest remainders, and to the first among equals", () => {
    expect(splitByLargestRemainder(10n, [1n, 1n, 1n])).toEqual([4n, 3n, 3n]);
    expect(splitByLargestRemainder(11n, [1n, 1n, 1n])).toEqual([4n, 4n, 3n]);
    expect(splitByLargestRemainder(10n, [1n, 5n, 2n])).toEqual([1n, 6n, 3n]);
    expect(splitByLargestRemainder(1n, [0n, 1n, 0n])).toEqual([0n, 1n, 0n]);
  });

  it("refuses weights that are all zero, and negative ones", () => {
    expect(() => splitByLargestRemainder(1n, [])).toThrow("positive weight");
    expect(() => splitByLargestRemainder(1n, [0n, 0n])).toThrow("positive weight");
    expect(() => splitByLargestRemainder(1n, [2n, -1n])).toThrow("negative");
  });
});
