// Hours of UTC days: where a moment lies, and what the intervals of a record bring to each hour.
import type { Interval } from "../rules.ts";
import { hoursPerDay } from "./schemas.ts";

const minuteMs = 60_000;
export const hourMs = 60 * minuteMs;
export const dayMs = hoursPerDay * hourMs;

/** The start of the UTC day of a moment. */
export function dayOf(timeMs: number): number {
  return timeMs - (timeMs % dayMs);
}

/** The start of the hour of a moment. */
export function hourStart(timeMs: number): number {
  return timeMs - (timeMs % hourMs);
}

/** The hour of its day that a moment lies in, from 0 to 23. */
export function hourOf(timeMs: number): number {
  return Math.floor((timeMs % dayMs) / hourMs);
}

export const noAmounts = (): bigint[] => new Array<bigint>(hoursPerDay).fill(0n);
export const noMinutes = (): number[] => new Array<number>(hoursPerDay).fill(0);

/** Two rows of hourly amounts, hour by hour. */
export function sumOfHours(left: readonly bigint[], right: readonly bigint[]): bigint[] {
  return left.map((amount, hour) => amount + (right[hour] ?? 0n));
}

/** A row of hourly figures with one of them set. */
export function withHour<Figure>(figures: readonly Figure[], hour: number, figure: Figure): Figure[] {
  return figures.map((each, at) => (at === hour ? figure : each));
}

/** One interval of a record, in the unit that the caller counts. */
export interface Metered {
  readonly startMs: number;
  readonly endMs: number;
  readonly amount: bigint;
}

/** What a record brings to one day. */
export interface DayPart {
  readonly dayMs: number;
  readonly amounts: readonly bigint[];
  readonly minutes: readonly number[];
}

/** A record's intervals by day and hour, the earlier day first. No interval crosses an hour. */
export function partsByDay(intervals: readonly Metered[]): DayPart[] {
  const parts = new Map<number, { amounts: bigint[]; minutes: number[] }>();
  for (const { startMs, endMs, amount } of intervals) {
    const day = dayOf(startMs);
    const part = parts.get(day) ?? { amounts: noAmounts(), minutes: noMinutes() };
    parts.set(day, part);
    const hour = hourOf(startMs);
    part.amounts[hour] = (part.amounts[hour] ?? 0n) + amount;
    part.minutes[hour] = (part.minutes[hour] ?? 0) + (endMs - startMs) / minuteMs;
  }
  return [...parts].map(([day, part]) => ({ dayMs: day, ...part }));
}

export function energyByDay(intervals: readonly Interval[]): DayPart[] {
  return partsByDay(intervals.map(({ startMs, endMs, energyMilliWh }) => ({ startMs, endMs, amount: energyMilliWh })));
}

/** Watt-hours that were issued. */
export function issuesByDay(intervals: readonly Interval[]): DayPart[] {
  return partsByDay(intervals.map(({ startMs, endMs, ...ids }) => ({ startMs, endMs, amount: idsOf(ids) })));
}

function idsOf({ firstId, lastId }: Pick<Interval, "firstId" | "lastId">): bigint {
  return firstId === undefined || lastId === undefined ? 0n : BigInt(lastId - firstId + 1);
}

/** Certificates that were generated in one UTC day. */
export interface DayRange {
  readonly dayMs: number;
  readonly firstId: number;
  readonly lastId: number;
}

/** The certificates of consecutive intervals by day, the earlier day first; a day without any is left out. */
export function rangesByDay(intervals: readonly Interval[]): DayRange[] {
  const ranges = new Map<number, DayRange>();
  for (const { startMs, firstId, lastId } of intervals) {
    if (firstId === undefined || lastId === undefined) continue;
    const day = dayOf(startMs);
    ranges.set(day, { dayMs: day, firstId: ranges.get(day)?.firstId ?? firstId, lastId });
  }
  return [...ranges.values()];
}
