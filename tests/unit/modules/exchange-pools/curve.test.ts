// The arithmetic of pools: an exact invariant, found in bounded steps, that no exchange ever lowers.
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { invariantOf, leastValue, lowestPrice, priceOf } from "#src/modules/exchange-pools/curve.ts";
import {
  type Book,
  curveOf,
  doubtOf,
  exchangeWith,
  hasTooMuchImpact,
  isVague,
  leavesBand,
  lockedShares,
  partsOf,
  reservesAfter,
  sharesFor,
} from "#src/modules/exchange-pools/rules.ts";

const most = 2n ** 96n - 1n;

/** Numbers of every size up to a limit: as often of ten digits as of two. */
const ofAnySize = (bits: number) =>
  fc
    .tuple(fc.integer({ min: 0, max: bits }), fc.bigInt(0n, 2n ** BigInt(bits) - 1n))
    .map(([size, noise]) => (noise >> BigInt(size)) + 1n);
const amplifications = fc.constantFrom(1, 2, 10, 100, 1_000, 10_000);
/** Values of two to four currencies, as unequal as they can be. */
const curves = fc
  .integer({ min: 2, max: 4 })
  .chain((count) => fc.array(ofAnySize(220), { minLength: count, maxLength: count }))
  .chain((values) => fc.record({ values: fc.constant(values), amplification: amplifications }));

/** What the invariant says of D, on both sides, without a fraction. */
function sides(values: readonly bigint[], amplification: number, d: bigint) {
  const n = BigInt(values.length);
  const strength = BigInt(amplification) * n ** n;
  const product = values.reduce((all, value) => all * value * n, 1n);
  const sum = values.reduce((all, value) => all + value, 0n);
  return { left: d ** (n + 1n) + strength * d * product, right: strength * sum * product + d * product };
}

const books: fc.Arbitrary<Book> = fc.integer({ min: 2, max: 4 }).chain((count) =>
  fc.record({
    reserves: fc.array(ofAnySize(95), { minLength: count, maxLength: count }),
    rates: fc.array(ofAnySize(60), { minLength: count, maxLength: count }),
    amplification: amplifications,
  }),
);

describe("the invariant", () => {
  test("is exact for any amounts up to the limits, however unequal, within its bounded rounds", () => {
    fc.assert(
      fc.property(curves, ({ values, amplification }) => {
        const { down, up } = invariantOf({ values, amplification });
        const [below, above] = [sides(values, amplification, down), sides(values, amplification, down + 1n)];
        expect(below.left <= below.right && above.left > above.right).toBe(true);
        expect(up === down ? below.left === below.right : up === down + 1n).toBe(true);
      }),
      { numRuns: 5_000 },
    );
  });

  test("is the sum where all is equal, and holds at the very limits", () => {
    for (const value of [1n, 7n, 10n ** 20n, most * most]) {
      for (const count of [2, 3, 4]) {
        const values = Array.from({ length: count }, () => value);
        expect(invariantOf({ values, amplification: 85 })).toEqual({
          down: value * BigInt(count),
          up: value * BigInt(count),
        });
      }
    }
    const extreme = invariantOf({ values: [most * most, 1n, 1n, 1n], amplification: 1 });
    expect(extreme.up - extreme.down).toBe(1n);
    expect(() => invariantOf({ values: [1n, 0n], amplification: 1 })).toThrow("something of each currency");
  });

  test("has one least value of a currency beside the others, exactly", () => {
    fc.assert(
      fc.property(curves, fc.nat(), ({ values, amplification }, choice) => {
        const at = choice % values.length;
        const { up } = invariantOf({ values, amplification });
        const others = values.filter((_, place) => place !== at);
        const least = leastValue(others, amplification, up);
        const reaches = (value: bigint) => {
          const { left, right } = sides([...others, value], amplification, up);
          return left <= right;
        };
        expect(least > 0n && reaches(least)).toBe(true);
        expect(least === 1n || !reaches(least - 1n)).toBe(true);
      }),
      { numRuns: 3_000 },
    );
  });

  test("has prices of one in the middle, lower ones for what is plentiful, and the lowest of all pairs", () => {
    expect(priceOf({ values: [5n, 5n], amplification: 100 }, 10n, 0, 1)).toSatisfy(
      ({ top, bottom }: { top: bigint; bottom: bigint }) => top === bottom,
    );
    fc.assert(
      fc.property(curves, (curve) => {
        const { up } = invariantOf(curve);
        const lowest = lowestPrice(curve, up);
        for (const from of curve.values.keys()) {
          for (const to of curve.values.keys()) {
            const price = priceOf(curve, up, from, to);
            expect(price.top * lowest.bottom >= lowest.top * price.bottom).toBe(true);
          }
        }
      }),
      { numRuns: 300 },
    );
  });
});

describe("an exchange", () => {
  const trades = fc.record({
    book: books,
    places: fc.tuple(fc.nat(), fc.integer({ min: 1, max: 3 })),
    fixed: fc.constantFrom("source" as const, "destination" as const),
    amount: ofAnySize(95),
    chargePpm: fc.bigInt(0n, 110_000n),
  });

  test("never lowers the invariant, whatever the pool and the amount, without any charge", () => {
    fc.assert(
      fc.property(trades, ({ book, places: [first, step], fixed, amount, chargePpm }) => {
        const count = book.reserves.length;
        const from = first % count;
        const to = (from + 1 + (step % (count - 1))) % count;
        for (const charge of [0n, chargePpm]) {
          const wanted = { from, to, fixed, amount, chargePpm: charge };
          const exchanged = exchangeWith(book, wanted);
          if (exchanged === undefined) {
            expect(fixed).toBe("destination");
            continue;
          }
          const after = { ...book, reserves: reservesAfter(book, wanted, exchanged) };
          expect(after.reserves.every((reserve) => reserve > 0n)).toBe(true);
          const [had, has] = [invariantOf(curveOf(book)), invariantOf(curveOf(after))];
          expect(has.down >= had.down && has.up >= had.up).toBe(true);
          expect(exchanged[fixed === "source" ? "paid" : "delivered"]).toBe(amount);
          expect(exchanged.paid > 0n && exchanged.given === exchanged.kept + exchanged.delivered).toBe(true);
        }
      }),
      { numRuns: 5_000 },
    );
  });

  test("there and back again never gains, and what is asked for costs no less than what it would bring", () => {
    fc.assert(
      fc.property(trades, ({ book, amount, chargePpm }) => {
        const there = { from: 0, to: 1, fixed: "source" as const, amount, chargePpm };
        const first = exchangeWith(book, there);
        if (first === undefined || first.delivered === 0n) return;
        const after = { ...book, reserves: reservesAfter(book, there, first) };
        const back = { from: 1, to: 0, fixed: "source" as const, amount: first.delivered, chargePpm };
        expect(exchangeWith(after, back)?.delivered ?? 0n).toBeLessThanOrEqual(amount);
        const asked = exchangeWith(book, { ...there, fixed: "destination", amount: first.delivered });
        expect(asked?.paid ?? 0n).toBeLessThanOrEqual(amount);
      }),
      { numRuns: 2_000 },
    );
  });

  test("has impact by its size alone, and none by rounding", () => {
    const book = { reserves: [10n ** 9n, 70n * 10n ** 9n], rates: [70n, 1n], amplification: 100 };
    const impact = (amount: bigint, impactBp: bigint) => {
      const wanted = { from: 0, to: 1, fixed: "source" as const, amount, chargePpm: 10_000n };
      const exchanged = exchangeWith(book, wanted);
      return exchanged !== undefined && hasTooMuchImpact(book, wanted, exchanged, impactBp);
    };
    expect(impact(1n, 1n)).toBe(false);
    expect(impact(10n ** 6n, 1n)).toBe(false);
    expect(impact(9n * 10n ** 8n, 50n)).toBe(true);
    expect(impact(9n * 10n ** 8n, 1_000n)).toBe(false);
  });

  test("leaves the band only outwards", () => {
    const book = (one: bigint, other: bigint): Book => ({
      reserves: [one, other],
      rates: [1n, 1n],
      amplification: 100,
    });
    const middle = book(1_000n, 1_000n);
    expect(leavesBand(middle, undefined, 100n)).toBe(false);
    const [out, farther] = [book(1_900n, 100n), book(1_901n, 99n)];
    expect(leavesBand(out, undefined, 100n)).toBe(true);
    expect(leavesBand(out, middle, 100n)).toBe(true);
    expect(leavesBand(out, farther, 100n)).toBe(false);
    expect(leavesBand(farther, out, 100n)).toBe(true);
    expect(leavesBand(out, out, 100n)).toBe(false);
  });

  test("asks for half of the oracle's range, and for none when that is wider than the band", () => {
    expect(doubtOf({ low: 99n, mid: 100n, high: 101n })).toBe(10_000n);
    expect(doubtOf({ low: 100n, mid: 100n, high: 100n })).toBe(0n);
    expect(isVague(10_000n, 100)).toBe(false);
    expect(isVague(10_001n, 100)).toBe(true);
  });
});

describe("shares", () => {
  const deposits = fc.record({
    book: books,
    part: fc.array(ofAnySize(95), { minLength: 4, maxLength: 4 }),
    isNamed: fc.array(fc.boolean(), { minLength: 4, maxLength: 4 }),
    shares: ofAnySize(94).map((value) => value + lockedShares),
    chargePpm: fc.bigInt(0n, 110_000n),
  });

  test("never cost those who had some, when others add or remove", () => {
    fc.assert(
      fc.property(deposits, ({ book, part, isNamed, shares, chargePpm }) => {
        const added = book.reserves.map((_, at) => (isNamed[at] ? (part[at] ?? 0n) : 0n));
        if (added.every((amount) => amount === 0n)) return;
        const minted = sharesFor(book, added, shares, chargePpm);
        const filled = book.reserves.map((reserve, at) => reserve + (added[at] ?? 0n));
        const [had, has] = [invariantOf(curveOf(book)), invariantOf(curveOf({ ...book, reserves: filled }))];
        expect(has.up * shares >= had.down * (shares + minted)).toBe(true);
        const parts = partsOf(filled, minted, shares + minted);
        for (const [at, reserve] of filled.entries()) {
          expect((parts[at] ?? 0n) * (shares + minted) <= reserve * minted).toBe(true);
        }
      }),
      { numRuns: 3_000 },
    );
  });

  test("of a deposit as the pool is bring it in full; what is added and removed at once never gains", () => {
    const book = { reserves: [1_000_000n, 70_000_000n], rates: [70n, 1n], amplification: 100 };
    expect(sharesFor(book, [1_000n, 70_000n], 10n ** 12n, 10_000n)).toBe(10n ** 9n);
    fc.assert(
      fc.property(fc.bigInt(1n, 10n ** 6n), fc.bigInt(0n, 70n * 10n ** 6n), (one, other) => {
        const minted = sharesFor(book, [one, other], 10n ** 12n, 2_000n);
        const filled = [1_000_000n + one, 70_000_000n + other];
        const [first = 0n, second = 0n] = partsOf(filled, minted, 10n ** 12n + minted);
        expect(first * 70n + second <= one * 70n + other).toBe(true);
      }),
      { numRuns: 1_000 },
    );
  });

  test("the last ones come to all there is, with the part of the locked ones", () => {
    expect(partsOf([100n, 7n], 5n, 5n + lockedShares)).toEqual([100n, 7n]);
    expect(partsOf([100n, 7n], 5n, 6n + lockedShares)).toEqual([0n, 0n]);
  });
});
