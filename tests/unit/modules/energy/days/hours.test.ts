// Hours of UTC days: where moments lie, and what a record brings to each.
import { expect, test } from "vitest";
import {
  dayMs,
  dayOf,
  energyByDay,
  hourMs,
  hourOf,
  hourStart,
  issuesByDay,
  rangesByDay,
} from "#src/modules/energy/days/hours.ts";

const quarterMs = hourMs / 4;
const at = (hours: number) => 10 * dayMs + hours * hourMs;

test("a day and an hour include their start and exclude their end", () => {
  expect([dayOf(at(0)), dayOf(at(24) - 1), dayOf(at(24))]).toEqual([at(0), at(0), at(24)]);
  expect([hourOf(at(0)), hourOf(at(1) - 1), hourOf(at(23.5))]).toEqual([0, 0, 23]);
  expect(hourStart(at(5) + 1)).toBe(at(5));
});

test("quarter hours are summed to their hour, over midnight to two days", () => {
  const intervals = [22.75, 23, 23.25, 24].map((hours, index) => ({
    startMs: at(hours),
    endMs: at(hours) + quarterMs,
    energyMilliWh: BigInt(1_000 * (index + 1)),
    ...(index !== 1 && { firstId: 10 * index + 1, lastId: 10 * index + 1 + index }),
  }));
  const [first, second] = energyByDay(intervals);
  expect([first?.dayMs, first?.amounts[22], first?.amounts[23]]).toEqual([at(0), 1_000n, 5_000n]);
  expect([first?.minutes[22], first?.minutes[23]]).toEqual([15, 30]);
  expect([second?.dayMs, second?.amounts[0], second?.minutes[0]]).toEqual([at(24), 4_000n, 15]);
  expect(issuesByDay(intervals).map(({ amounts }) => amounts.filter((wh) => wh > 0n))).toEqual([[1n, 3n], [4n]]);
  expect(rangesByDay(intervals)).toEqual([
    { dayMs: at(0), firstId: 1, lastId: 23 },
    { dayMs: at(24), firstId: 31, lastId: 34 },
  ]);
});
