// Rates, interest and collateral of swap lines, with figures computed by hand.
import { expect, test } from "vitest";
import { limits } from "#src/core/limits.ts";
import {
  areSoundTerms,
  callAmount,
  hasMoved,
  interestOf,
  owedInterest,
  rateBpOf,
  useOf,
  worthUp,
} from "#src/modules/swap-lines/rules.ts";
import { dayMs, usualTerms } from "#tests/support/swapLines.ts";

test("the ladder adds nothing up to half of the limit, 25 bp up to four fifths, and 50 bp above", () => {
  const at = (drawn: bigint) => rateBpOf(usualTerms, { drawn, limit: 1_000n }, 0);
  expect([1n, 500n, 501n, 800n, 801n, 1_000n].map(at)).toEqual([500, 500, 525, 525, 550, 550]);
});

test("each second rollover adds 50 bp, up to 300", () => {
  const after = (rollovers: number) => rateBpOf(usualTerms, { drawn: 1n, limit: 1_000n }, rollovers);
  expect([0, 1, 2, 3, 4, 11, 12, 13, 14, 24].map(after)).toEqual([500, 500, 550, 550, 600, 750, 800, 800, 800, 800]);
});

test("interest is amount x rate x days / 360, rounded up", () => {
  expect(interestOf(70_000_000n, 500, 7)).toBe(68_056n);
  expect(interestOf(3_600_000n, 1, 1)).toBe(1n);
  expect(interestOf(3_600_001n, 1, 1)).toBe(2n);
  expect(interestOf(70_000_000n, 0, 7)).toBe(0n);
});

test("days count from their beginning, one at least, and late ones at the penalty's rate", () => {
  const drawn = { rateBp: 1, startedMs: 0, dueMs: 7 * dayMs };
  const owed = (timeMs: number) => owedInterest(3_600_000n, drawn, timeMs, 10);
  expect([0, 1, dayMs, dayMs + 1, 7 * dayMs].map(owed)).toEqual([1n, 1n, 1n, 2n, 7n]);
  expect([7 * dayMs + 1, 8 * dayMs, 8 * dayMs + 1].map(owed)).toEqual([7n + 11n, 7n + 11n, 7n + 22n]);
});

test("collateral is worth the sum at the rate with its haircut, rounded up, across decimals", () => {
  const spot = { lentNano: 2_000_000n, heldNano: 140_000_000n };
  expect(worthUp(70_000_000n, spot, { lent: 2, held: 2 }, 0)).toBe(1_000_000n);
  expect(worthUp(70_000_000n, spot, { lent: 2, held: 2 }, 1_000)).toBe(1_100_000n);
  expect(worthUp(70_000_001n, spot, { lent: 2, held: 2 }, 1_000)).toBe(1_100_001n);
  expect(worthUp(70_000_000n, spot, { lent: 2, held: 6 }, 0)).toBe(10_000_000_000n);
});

test("a rate has moved when it is beyond the threshold, not at it", () => {
  const before = { lentNano: 2_000_000n, heldNano: 140_000_000n };
  const moved = (lentNano: bigint) => hasMoved(before, { ...before, lentNano }, 200);
  expect([2_040_000n, 2_040_001n, 1_960_000n, 1_959_999n].map(moved)).toEqual([false, true, false, true]);
});

test("use is announced at 70, 85 and 95 per cent", () => {
  const levels = [6_999n, 7_000n, 8_499n, 8_500n, 9_499n, 9_500n, 10_000n];
  expect(levels.map((drawn) => useOf(drawn, 10_000n).levelBp)).toEqual([0, 7_000, 7_000, 8_500, 8_500, 9_500, 9_500]);
  expect(useOf(0n, 0n)).toEqual({ usedBp: 0, levelBp: 0 });
});

test("terms are sound when tenors and ladder rise, and a call never asks for more than an amount can be", () => {
  expect(areSoundTerms(usualTerms)).toBe(true);
  expect(areSoundTerms({ ...usualTerms, tenorsDays: [7, 7] })).toBe(false);
  expect(areSoundTerms({ ...usualTerms, tenorsDays: [2] })).toBe(false);
  expect(areSoundTerms({ ...usualTerms, ladder: { middleBp: 2, upperBp: 1 } })).toBe(false);
  expect(callAmount(2n ** 120n, 5n)).toBe(limits.amountMax - 5n);
});
