// Ranges of claimed certificates: counted, cut and merged.
import { expect, test } from "vitest";
import { idsIn, mergeRanges, rangesWithin } from "#src/modules/energy/matching/claimedRanges.ts";

const range = (firstId: number, lastId: number) => ({ firstId, lastId });

test("ids are counted with both ends", () => {
  expect(idsIn([])).toBe(0n);
  expect(idsIn([range(3, 3), range(5, 8)])).toBe(5n);
});

test("a cut keeps what lies between two ids", () => {
  const ranges = [range(1, 5), range(10, 20)];
  expect(rangesWithin(ranges, 3, 12)).toEqual([range(3, 5), range(10, 12)]);
  expect(rangesWithin(ranges, 6, 9)).toEqual([]);
  expect(rangesWithin(ranges, 1, 20)).toEqual(ranges);
});

test("ranges that touch become one, in whichever list they stand, and those apart stay apart", () => {
  expect(mergeRanges([range(10, 20)], [range(1, 9), range(22, 30)])).toEqual([range(1, 20), range(22, 30)]);
  expect(mergeRanges([], [])).toEqual([]);
});
