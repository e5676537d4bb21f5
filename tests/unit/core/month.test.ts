// Months against the platform's own calendar.
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { monthEndMs, monthOf, monthSchema, monthStartMs } from "#src/core/month.ts";

const platform = (year: number, month: number) => Date.UTC(year, month - 1, 1);
const text = (year: number, month: number) => `${year}-${String(month).padStart(2, "0")}`;
const years = fc.integer({ min: 1970, max: 9_998 });
const months = fc.integer({ min: 1, max: 12 });

describe("months", () => {
  test("begin and end where the platform's calendar says, in every year", () => {
    fc.assert(
      fc.property(years, months, (year, month) => {
        expect(monthStartMs(text(year, month))).toBe(platform(year, month));
        expect(monthEndMs(text(year, month))).toBe(platform(year, month + 1));
      }),
    );
  });

  test("hold every moment from their first to their last", () => {
    fc.assert(
      fc.property(years, months, fc.double({ min: 0, max: 1, noNaN: true }), (year, month, share) => {
        const [start, end] = [platform(year, month), platform(year, month + 1)];
        const moment = Math.min(end - 1, start + Math.floor(share * (end - start)));
        expect([start, moment, end - 1].map(monthOf)).toEqual(Array(3).fill(text(year, month)));
      }),
    );
  });

  test("know leap years by the Gregorian rule", () => {
    const days = (month: string) => (monthEndMs(month) - monthStartMs(month)) / 86_400_000;
    expect(["2000-02", "2023-02", "2024-02", "2100-02"].map(days)).toEqual([29, 28, 29, 28]);
  });

  test("are refused in any other form, and end with the year 9999", () => {
    for (const bad of ["2026-13", "2026-00", "2026-1", "1969-12", "26-01", "2026-01-01", " 2026-01"]) {
      expect(monthSchema.safeParse(bad).success).toBe(false);
    }
    expect(monthOf(monthEndMs("9999-12") - 1)).toBe("9999-12");
    expect(monthOf(monthEndMs("9999-12"))).toBeUndefined();
  });
});
