// Sharing out in proportion and pairing in order: nothing is lost, nothing is made, and equals are served first come.
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { pairInOrder, shareOut } from "#src/modules/energy/matching/sharing.ts";

const sum = (values: readonly bigint[]) => values.reduce((all, value) => all + value, 0n);
const weights = fc.array(fc.bigInt({ min: 0n, max: 10n ** 9n }), { minLength: 1, maxLength: 30 });

describe("shares", () => {
  it("add up to the total, and none exceeds its weight nor strays a unit from its proportion", () => {
    fc.assert(
      fc.property(weights, fc.integer({ min: 0, max: 1_000 }), (all, permille) => {
        const whole = sum(all);
        const total = (whole * BigInt(permille)) / 1_000n;
        const shares = shareOut(total, all);
        expect(sum(shares)).toBe(total);
        shares.forEach((share, index) => {
          const weight = all[index] ?? 0n;
          expect(share).toBeLessThanOrEqual(weight);
          if (whole > 0n) expect((share + 1n) * whole).toBeGreaterThan(total * weight);
          if (whole > 0n) expect((share - 1n) * whole).toBeLessThan(total * weight);
        });
      }),
    );
  });

  it("give what is left over to the largest remainders, and among equals to the first", () => {
    expect(shareOut(10n, [1n, 1n, 1n])).toEqual([4n, 3n, 3n]);
    expect(shareOut(5n, [2n, 3n, 5n])).toEqual([1n, 2n, 2n]);
    expect(shareOut(0n, [0n, 0n])).toEqual([0n, 0n]);
  });

  it("are a fault when there is something to share and nobody to have it", () => {
    expect(() => shareOut(1n, [0n])).toThrow();
    expect(() => shareOut(-1n, [1n])).toThrow();
  });
});

describe("pairs", () => {
  it("use up what each gives and cover what each takes, in order", () => {
    fc.assert(
      fc.property(weights, weights, (given, wanted) => {
        const taken = sum(wanted) === 0n ? [sum(given)] : shareOut(sum(given), wanted);
        const pairs = pairInOrder(given, taken);
        const paired = (side: "giver" | "taker", place: number) =>
          sum(pairs.flatMap((pair) => (pair[side] === place ? [pair.wh] : [])));
        expect(given.map((_, place) => paired("giver", place))).toEqual(given);
        expect(taken.map((_, place) => paired("taker", place))).toEqual(taken);
        expect(pairs.length).toBeLessThan(given.length + taken.length);
        expect(pairs.every(({ wh }) => wh > 0n)).toBe(true);
      }),
    );
  });

  it("are a fault when more is given than taken", () => {
    expect(() => pairInOrder([2n], [1n])).toThrow();
  });
});
