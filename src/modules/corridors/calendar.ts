// A zone's business calendar in whole numbers: days since 1970, minutes of a day, and no library's idea of either.
import type { Stored } from "#src/state/view.ts";
import type { Calendar } from "./schemas.ts";

const minuteMs = 60_000;
const dayMs = 86_400_000;
/** Every day of a week is a weekend but one, and that one a holiday each time: more than this many days are never shut. */
const shutDaysMost = 455;

/** Open to all, to banks alone from the cut-off on, or shut. */
export type Hours = "open" | "interbank" | "shut";

export interface LocalMoment {
  readonly day: number;
  readonly minute: number;
}

/** Days since 1970 of a date of the Gregorian calendar (years from March, so that a leap day comes last). */
export function dayOf(date: string): number {
  const [year = 0, month = 1, dayOfMonth = 1] = date.split("-").map(Number);
  const shiftedYear = month > 2 ? year : year - 1;
  const era = Math.floor(shiftedYear / 400);
  const yearOfEra = shiftedYear - era * 400;
  const dayOfYear = Math.floor((153 * (month > 2 ? month - 3 : month + 9) + 2) / 5) + dayOfMonth - 1;
  const dayOfEra = yearOfEra * 365 + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100) + dayOfYear;
  return era * 146_097 + dayOfEra - 719_468;
}

/** The date of a day since 1970: the way back. */
export function dateOf(day: number): string {
  const shifted = day + 719_468;
  const era = Math.floor(shifted / 146_097);
  const dayOfEra = shifted - era * 146_097;
  const leaps = Math.floor(dayOfEra / 1_460) - Math.floor(dayOfEra / 36_524) + Math.floor(dayOfEra / 146_096);
  const yearOfEra = Math.floor((dayOfEra - leaps) / 365);
  const dayOfYear = dayOfEra - (365 * yearOfEra + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100));
  const shiftedMonth = Math.floor((5 * dayOfYear + 2) / 153);
  const dayOfMonth = dayOfYear - Math.floor((153 * shiftedMonth + 2) / 5) + 1;
  const month = shiftedMonth < 10 ? shiftedMonth + 3 : shiftedMonth - 9;
  const year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0);
  return [year.toString().padStart(4, "0"), padded(month), padded(dayOfMonth)].join("-");
}

const padded = (number: number) => number.toString().padStart(2, "0");

/** 1 is Monday, 7 is Sunday: the first day of 1970 was a Thursday. */
export function weekdayOf(day: number): number {
  return ((((day + 3) % 7) + 7) % 7) + 1;
}

/** Hours that open before they close, days that exist, and nothing named twice. */
export function isSoundCalendar({ opensMinute, cutOffMinute, closesMinute, weekendDays, holidays }: Calendar): boolean {
  const isRising = holidays.every((date, at) => at === 0 || (holidays[at - 1] ?? "") < date);
  return (
    opensMinute < cutOffMinute &&
    cutOffMinute <= closesMinute &&
    new Set(weekendDays).size === weekendDays.length &&
    isRising &&
    holidays.every((date) => dateOf(dayOf(date)) === date)
  );
}

export function localMoment({ offsetMinutes }: Stored<Calendar>, timeMs: number): LocalMoment {
  const localMs = timeMs + offsetMinutes * minuteMs;
  const day = Math.floor(localMs / dayMs);
  return { day, minute: Math.floor((localMs - day * dayMs) / minuteMs) };
}

export function isBusinessDay({ weekendDays, holidays }: Stored<Calendar>, day: number): boolean {
  return !weekendDays.includes(weekdayOf(day)) && !holidays.includes(dateOf(day));
}

export function hoursAt(calendar: Stored<Calendar>, timeMs: number): Hours {
  const { day, minute } = localMoment(calendar, timeMs);
  const isWithin = minute >= calendar.opensMinute && minute < calendar.closesMinute;
  if (!isWithin || !isBusinessDay(calendar, day)) return "shut";
  return minute < calendar.cutOffMinute ? "open" : "interbank";
}

/** The first business day after a day. */
export function nextBusinessDay(calendar: Stored<Calendar>, day: number): number {
  for (let later = 1; later <= shutDaysMost; later += 1) {
    if (isBusinessDay(calendar, day + later)) return day + later;
  }
  return day + shutDaysMost;
}

/** When it opens next to everybody: now, if it is open. */
export function opensNextMs(calendar: Stored<Calendar>, timeMs: number): number {
  if (hoursAt(calendar, timeMs) === "open") return timeMs;
  const { day, minute } = localMoment(calendar, timeMs);
  const isToday = isBusinessDay(calendar, day) && minute < calendar.opensMinute;
  const opening = isToday ? day : nextBusinessDay(calendar, day);
  return opening * dayMs + (calendar.opensMinute - calendar.offsetMinutes) * minuteMs;
}
