// Business calendars: dates against the platform's own, hours, cut-offs, weekends, holidays and far time zones.
import fc from "fast-check";
import { expect, test } from "vitest";
import {
  dateOf,
  dayOf,
  hoursAt,
  isSoundCalendar,
  localMoment,
  nextBusinessDay,
  opensNextMs,
  weekdayOf,
} from "#src/modules/corridors/calendar.ts";
import type { Calendar } from "#src/modules/corridors/schemas.ts";

const dayMs = 86_400_000;
const beijing: Calendar = {
  offsetMinutes: 480,
  opensMinute: 540,
  cutOffMinute: 960,
  closesMinute: 1_020,
  weekendDays: [6, 7],
  holidays: ["2026-02-17", "2026-02-18"],
};
const at = (text: string) => Date.parse(`${text}Z`);

test("every day from 1970 to 2399 has the date and weekday that the platform gives it", () => {
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 157_000 }), (day) => {
      const moment = new Date(day * dayMs);
      const date = moment.toISOString().slice(0, 10);
      expect(dateOf(day)).toBe(date);
      expect(dayOf(date)).toBe(day);
      expect(weekdayOf(day)).toBe(moment.getUTCDay() || 7);
    }),
    { numRuns: 2_000, seed: 5 },
  );
  expect([dateOf(-1), weekdayOf(-1)]).toEqual(["1969-12-31", 3]);
});

test("opens, stops taking customers at the cut-off and shuts to the minute, in the zone's own time", () => {
  expect(hoursAt(beijing, at("2026-01-05T00:59:59.999"))).toBe("shut");
  expect(hoursAt(beijing, at("2026-01-05T01:00"))).toBe("open");
  expect(hoursAt(beijing, at("2026-01-05T07:59:59.999"))).toBe("open");
  expect(hoursAt(beijing, at("2026-01-05T08:00"))).toBe("interbank");
  expect(hoursAt(beijing, at("2026-01-05T08:59:59.999"))).toBe("interbank");
  expect(hoursAt(beijing, at("2026-01-05T09:00"))).toBe("shut");
});

test("is shut on weekends and holidays of its own date, not of UTC's", () => {
  expect(hoursAt(beijing, at("2026-01-10T02:00"))).toBe("shut");
  expect(hoursAt(beijing, at("2026-02-17T02:00"))).toBe("shut");
  const auckland = { ...beijing, offsetMinutes: 780, opensMinute: 0 };
  expect(hoursAt(auckland, at("2026-01-09T10:59:59.999"))).toBe("shut");
  expect(hoursAt(auckland, at("2026-01-09T11:00"))).toBe("shut");
  expect(hoursAt(auckland, at("2026-01-11T11:00"))).toBe("open");
  expect(localMoment({ ...beijing, offsetMinutes: -720 }, 0)).toEqual({ day: -1, minute: 720 });
});

test("tells when it opens next: today, tomorrow, or after what is shut", () => {
  expect(opensNextMs(beijing, at("2026-01-05T02:00"))).toBe(at("2026-01-05T02:00"));
  expect(opensNextMs(beijing, at("2026-01-05T00:30"))).toBe(at("2026-01-05T01:00"));
  expect(opensNextMs(beijing, at("2026-01-05T08:30"))).toBe(at("2026-01-06T01:00"));
  expect(opensNextMs(beijing, at("2026-01-09T12:00"))).toBe(at("2026-01-12T01:00"));
  expect(dateOf(nextBusinessDay(beijing, dayOf("2026-02-16")))).toBe("2026-02-19");
});

test("finds the next business day behind the longest row of shut days that a calendar can hold", () => {
  const mondays = Array.from({ length: 64 }, (_, week) => dateOf(dayOf("2026-01-05") + 7 * week));
  const seldom = { ...beijing, weekendDays: [2, 3, 4, 5, 6, 7], holidays: mondays };
  expect(isSoundCalendar(seldom)).toBe(true);
  expect(nextBusinessDay(seldom, dayOf("2026-01-04"))).toBe(dayOf("2026-01-05") + 7 * 64);
});

test("is unsound when it shuts before it opens, or names what is none, or in no order, or twice", () => {
  expect(isSoundCalendar(beijing)).toBe(true);
  expect(isSoundCalendar({ ...beijing, opensMinute: 960 })).toBe(false);
  expect(isSoundCalendar({ ...beijing, closesMinute: 959 })).toBe(false);
  expect(isSoundCalendar({ ...beijing, weekendDays: [6, 6] })).toBe(false);
  expect(isSoundCalendar({ ...beijing, holidays: ["2026-02-30"] })).toBe(false);
  expect(isSoundCalendar({ ...beijing, holidays: ["2026-02-18", "2026-02-17"] })).toBe(false);
  expect(isSoundCalendar({ ...beijing, holidays: ["2026-02-17", "2026-02-17"] })).toBe(false);
});
