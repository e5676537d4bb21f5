// Calendar months in UTC, as text such as `2026-03`: what delivery is promised for. Integer arithmetic, no clock, no locale.
import { z } from "zod";

const dayMs = 86_400_000;

/** The last year whose moments all fit where the ledger keeps a time. */
const lastYear = 9_999;

/** A month from 1970 on, such as `2026-03`. */
export const monthSchema = z.string().regex(/^(19[7-9][0-9]|[2-9][0-9]{3})-(0[1-9]|1[0-2])$/);
export type Month = z.output<typeof monthSchema>;

/** The first moment of a month, in milliseconds since 1970. */
export function monthStartMs(month: Month): number {
  const [year, number] = numbersOf(month);
  return daysBefore(year, number) * dayMs;
}

/** The first moment after a month. */
export function monthEndMs(month: Month): number {
  const [year, number] = numbersOf(month);
  return (number === 12 ? daysBefore(year + 1, 1) : daysBefore(year, number + 1)) * dayMs;
}

/** The month that a moment lies in; undefined after the year 9999. */
export function monthOf(timeMs: number): Month | undefined {
  const day = Math.floor(timeMs / dayMs);
  let year = 1970 + Math.floor(day / 366);
  while (year < lastYear && daysBefore(year + 1, 1) <= day) year += 1;
  let number = 1;
  while (number < 12 && daysBefore(year, number + 1) <= day) number += 1;
  const month = `${year}-${number < 10 ? "0" : ""}${number}`;
  return timeMs < monthEndMs(month) ? month : undefined;
}

function numbersOf(month: Month): [year: number, month: number] {
  return [Number(month.slice(0, 4)), Number(month.slice(5))];
}

const monthDays = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31] as const;

/** Days from the beginning of 1970 to that of a month, by the Gregorian rule of leap years. */
function daysBefore(year: number, month: number): number {
  const whole = year - 1;
  const leapDays = Math.floor(whole / 4) - Math.floor(whole / 100) + Math.floor(whole / 400) - 477;
  const inYear = monthDays.slice(0, month - 1).reduce((sum: number, days) => sum + days, 0);
  const isLeap = year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0);
  return (year - 1970) * 365 + leapDays + inYear + (isLeap && month > 2 ? 1 : 0);
}
