// Months and days as price files write them, in UTC: never a guess which number is the month.
import type { Parsed } from "#src/cli/importing/cells.ts";

/** What one price is of. */
export interface Period {
  /** `2008-06` or `2008-06-30`: periods of one length sort as their names do. */
  readonly name: string;
  readonly startMs: number;
  /** The first moment after it: nobody knows the average of a month before, or what a day's price was until it is over. */
  readonly endMs: number;
}

export const dateForms = ["yyyy-mm-dd", "dd/mm/yyyy", "mm/dd/yyyy"] as const;
export type DateForm = (typeof dateForms)[number];

const isoMonth = /^(\d{4})-(\d{2})$/;
const isoDay = /^(\d{4})-(\d{2})-(\d{2})$/;
const slashedDay = /^(\d{2})\/(\d{2})\/(\d{4})$/;
/** Written the other way round, in whatever way. */
const yearLast = /^\d{1,2}[/.-]\d{1,2}[/.-](\d{4}|\d{2})$/;

/** `2008-06`. */
export function parseMonth(text: string): Parsed<Period> {
  const [, year, month] = isoMonth.exec(text) ?? [];
  return (year !== undefined && monthAt(Number(year), Number(month))) || unknownForm(text);
}

/** A day; `undefined` as form takes only what cannot be read in two ways. */
export function parseDay(text: string, form: DateForm | undefined): Parsed<Period> {
  const fields = fieldsOf(text, form);
  if (fields === undefined) return unknownForm(text, form);
  const [year, month, day] = fields;
  const startMs = startOf(year, month, day);
  const found = new Date(startMs);
  const isReal = month >= 1 && month <= 12 && found.getUTCMonth() === month - 1 && found.getUTCDate() === day;
  if (!isReal) return { reason: "periodFormUnknown" };
  return { value: { name: nameOf(year, month, day), startMs, endMs: startOf(year, month, day + 1) } };
}

/** A month that is written as its first day. */
export function parseMonthStart(text: string, form: DateForm | undefined): Parsed<Period> {
  const day = parseDay(text, form);
  if ("reason" in day) return day;
  const [year = 0, month = 0, ofMonth = 0] = day.value.name.split("-").map(Number);
  return ofMonth === 1 ? (monthAt(year, month) ?? unknownForm(text)) : { reason: "notMonthStart" };
}

/** `2008-06`, as what is chosen of a file: its first moment. */
export function isMonthName(text: string): boolean {
  return "value" in parseMonth(text);
}

function monthAt(year: number, month: number): Parsed<Period> | undefined {
  if (month < 1 || month > 12) return undefined;
  return { value: { name: nameOf(year, month), startMs: startOf(year, month, 1), endMs: startOf(year, month + 1, 1) } };
}

function fieldsOf(text: string, form: DateForm | undefined): readonly [number, number, number] | undefined {
  const [, ...fields] = (form === undefined || form === "yyyy-mm-dd" ? isoDay : slashedDay).exec(text) ?? [];
  const [first, second, third] = fields.map(Number);
  if (first === undefined || second === undefined || third === undefined) return undefined;
  if (form === "dd/mm/yyyy") return [third, second, first];
  return form === "mm/dd/yyyy" ? [third, first, second] : [first, second, third];
}

function unknownForm(text: string, form?: DateForm): Parsed<Period> {
  if (text.trim() === "") return { reason: "blank" };
  return { reason: form === undefined && yearLast.test(text) ? "dayOrMonthFirst" : "periodFormUnknown" };
}

/** Years below 100 are those, and not of the last century. */
function startOf(year: number, month: number, day: number): number {
  return new Date(0).setUTCFullYear(year, month - 1, day);
}

function nameOf(year: number, ...rest: readonly number[]): string {
  return [String(year).padStart(4, "0"), ...rest.map((number) => String(number).padStart(2, "0"))].join("-");
}
