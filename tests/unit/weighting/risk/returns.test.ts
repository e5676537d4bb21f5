// Returns of a row of prices.
import { expect, test } from "vitest";
import { returnsOf } from "#src/weighting/risk/returns.ts";

test("are the change over the price before, rounded towards zero on both sides", () => {
  expect(returnsOf([100n, 110n, 99n])).toEqual([100_000n, -100_000n]);
  expect(returnsOf([3n, 4n, 3n, 2n])).toEqual([333_333n, -250_000n, -333_333n]);
  expect(returnsOf([3_000_000n, 2_999_999n])).toEqual([0n]);
});

test("are missing on both sides of a missing price, and never span it", () => {
  expect(returnsOf([100n, undefined, 400n, 200n])).toEqual([undefined, undefined, -500_000n]);
  expect([returnsOf([]), returnsOf([100n])]).toEqual([[], []]);
});

test("of a price of nothing are nobody's guess", () => {
  expect(() => returnsOf([0n, 1n])).toThrow("above nothing");
  expect(() => returnsOf([1n, -1n])).toThrow("above nothing");
});
