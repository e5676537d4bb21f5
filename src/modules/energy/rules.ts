// Pure decisions about energy: intervals, what a nameplate allows, and how many watt-hours a reading makes.
import { divideDown, divideUp } from "#src/core/arithmetic.ts";
import { codecOf } from "#src/core/form.ts";
import { concatBytes } from "#src/crypto/hex.ts";
import { type MeterRecord, type Readings, recordSchema } from "./schemas.ts";

const minuteMs = 60_000;
/** The shortest interval; every start lies on it. */
export const quarterHourMs = 15 * minuteMs;
const dayMs = 86_400_000;
export const milliWhPerWh = 1_000n;

const intervalLengthsMinutes: readonly number[] = [15, 30, 60];

export function isIntervalLength(minutes: number): boolean {
  return intervalLengthsMinutes.includes(minutes);
}

/** Whether a moment is the start of an interval of so many minutes, counted from midnight UTC. */
export function startsInterval(timeMs: number, minutes: number): boolean {
  return timeMs % (minutes * minuteMs) === 0;
}

/** When the last of several intervals ends. */
export function endOf(startMs: number, intervalMinutes: number, intervals: number): number {
  return startMs + intervals * intervalMinutes * minuteMs;
}

/** When the last interval of an accepted record ends. */
export function endOfReadings(startMs: number, row: Pick<Readings, "intervalMinutes"> & ReadValues): number {
  return endOf(startMs, row.intervalMinutes, row.valuesMilliWh.length);
}

export function isLongerThanDay(intervalMinutes: number, intervals: number): boolean {
  return intervals * intervalMinutes * minuteMs > dayMs;
}

export function sumOf(values: readonly bigint[]): bigint {
  return values.reduce((sum, value) => sum + value, 0n);
}

/** The most that a device may meter in an interval, rounded up: a meter is not refused over a fraction. */
export function mostMilliWh(nameplateW: bigint, intervalMinutes: number, marginBp: bigint): bigint {
  return divideUp(nameplateW * milliWhPerWh * BigInt(intervalMinutes) * (10_000n + marginBp), 60n * 10_000n);
}

/** The watt-hours of each interval, rounded down, and the rest: nothing is lost, since each rest joins the next interval. */
export function wholeWattHours(valuesMilliWh: readonly bigint[], remainderMilliWh: bigint) {
  let restMilliWh = remainderMilliWh;
  const quantitiesWh = valuesMilliWh.map((value) => {
    const sum = restMilliWh + value;
    restMilliWh = sum % milliWhPerWh;
    return divideDown(sum, milliWhPerWh);
  });
  return { quantitiesWh, remainderMilliWh: restMilliWh };
}

/** One interval of a record, with the certificates that were issued for it; an empty one has none. */
export interface Interval {
  readonly startMs: number;
  readonly endMs: number;
  readonly energyMilliWh: bigint;
  readonly firstId?: number;
  readonly lastId?: number;
}

/** The intervals of an accepted record. */
export function intervalsOf(
  startMs: number,
  row: Pick<Readings, "intervalMinutes" | "issue"> & ReadValues,
): Interval[] {
  const { intervalMinutes, valuesMilliWh, issue } = row;
  const { quantitiesWh } = wholeWattHours(valuesMilliWh, issue?.remainderBeforeMilliWh ?? 0n);
  let nextId = issue?.firstId ?? 1;
  return valuesMilliWh.map((energyMilliWh, at) => {
    const start = endOf(startMs, intervalMinutes, at);
    const interval = { startMs: start, endMs: endOf(start, intervalMinutes, 1), energyMilliWh };
    const quantityWh = quantitiesWh[at] ?? 0n;
    if (issue === undefined || quantityWh === 0n) return interval;
    const firstId = nextId;
    nextId += Number(quantityWh);
    return { ...interval, firstId, lastId: nextId - 1 };
  });
}

interface ReadValues {
  readonly valuesMilliWh: readonly bigint[];
}

/** The part of each interval's certificates that lies in a range; intervals without any are left out. */
export function intervalsWithin(intervals: readonly Interval[], firstId: number, lastId: number): Interval[] {
  return intervals.flatMap((interval) => {
    if (interval.firstId === undefined || interval.lastId === undefined) return [];
    const first = interval.firstId > firstId ? interval.firstId : firstId;
    const last = interval.lastId < lastId ? interval.lastId : lastId;
    return first > last ? [] : [{ ...interval, firstId: first, lastId: last }];
  });
}

const recordCodec = codecOf(recordSchema);
const recordDomain = new TextEncoder().encode("kedge/meter-record/1\n");

/** What the meter signs: a domain tag, and the record in deterministic CBOR. */
export function recordSigningBytes(record: MeterRecord): Uint8Array {
  return concatBytes(recordDomain, recordCodec.encode(record));
}
