// Dates and times as the standard writes them, checked against the calendar; they stay the text that they are.

const zone = "(Z|[+-](0[0-9]|1[0-3]):[0-5][0-9]|[+-]14:00)?";
const clock = "(([01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9](\\.[0-9]{1,9})?|24:00:00(\\.0{1,9})?)";
const dateForm = new RegExp(`^([0-9]{4}-[0-9]{2}-[0-9]{2})${zone}$`);
const dateTimeForm = new RegExp(`^([0-9]{4}-[0-9]{2}-[0-9]{2})T${clock}${zone}$`);
const timeForm = new RegExp(`^${clock}${zone}$`);
const yearMonthForm = new RegExp(`^[0-9]{4}-(0[1-9]|1[0-2])${zone}$`);

const monthDays = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31] as const;

function isCalendarDay(text: string): boolean {
  const year = Number(text.slice(0, 4));
  const month = Number(text.slice(5, 7));
  const day = Number(text.slice(8, 10));
  const isLeap = (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0;
  const days = month === 2 && isLeap ? 29 : (monthDays[month - 1] ?? 0);
  return year > 0 && day >= 1 && day <= days;
}

/** `2026-11-27`; the standard allows a time zone after it. */
export function isDate(text: string): boolean {
  return dateForm.test(text) && isCalendarDay(text);
}

/** `2026-11-27T10:30:00.000+01:00`; the standard allows it without a time zone. */
export function isDateTime(text: string): boolean {
  return dateTimeForm.test(text) && isCalendarDay(text);
}

export function isTime(text: string): boolean {
  return timeForm.test(text);
}

export function isYearMonth(text: string): boolean {
  return yearMonthForm.test(text) && Number(text.slice(0, 4)) > 0;
}
