// UTC days as the model keeps them: opened by records, closed by time, and what was reserved for each.
import type { Model } from "../model.ts";
import { parameterNumber } from "../parameters/book.ts";
import {
  type Accepted,
  type Closing,
  type Day,
  dayMs as dayLength,
  dayStart,
  endOfRecord,
  energyOf,
  hourMs,
  idsBetween,
  minuteMs,
  type Piece,
  total,
} from "./book.ts";

/** Days closed in one block. */
const closingsMost = 1_000;

/** The starts of the days that a record reaches into. */
function daysOf(record: Pick<Accepted, "startMs" | "intervalMinutes" | "valuesMilliWh" | "device">): number[] {
  const [first, last] = [
    dayStart(record.startMs),
    dayStart(endOfRecord({ ...record, registerBeforeMilliWh: 0n, registerAfterMilliWh: 0n }) - 1),
  ];
  return first === last ? [first] : [first, last];
}

function open(model: Model, day: number): void {
  const { days, closings, closingsEver } = energyOf(model);
  if (days.has(day)) return;
  const closesMs = Math.max(day + dayLength, model.timeMs) + parameterNumber(model, "energy.closingDelayMs");
  const cleanMostGramsPerMwh = parameterNumber(model, "energy.cleanMostGramsPerMwh");
  days.set(day, { openedMs: model.timeMs, closesMs, cleanMostGramsPerMwh, matchedHours: 0, supply: [], demand: [] });
  closings.value = [...closings.value, { dueMs: closesMs, sequence: closingsEver.value, item: { dayMs: day } }];
  closingsEver.value += 1;
}

/** What a record does to its days besides being one of their records. */
export function touchDays(model: Model, device: string, record: Accepted): void {
  const { days, devices } = energyOf(model);
  for (const day of daysOf(record)) {
    open(model, day);
    const row = days.at(day);
    const isNew = devices.at(device).kind === "load" && row.closedMs === undefined && !row.demand.includes(device);
    if (isNew) days.set(day, { ...row, demand: [...row.demand, device] });
  }
}

/** Certificates of a device by the day in which its meter passed them. */
export function byDay(
  model: Model,
  device: string,
  { firstId, lastId }: { readonly firstId: number; readonly lastId: number },
) {
  const touched = new Set((energyOf(model).records.get(device) ?? []).flatMap(daysOf));
  return [...touched].flatMap((day) => {
    const ids = idsBetween(model, device, day, day + dayLength);
    const [first, last] = [Math.max(firstId, ids.firstId), Math.min(lastId, ids.lastId)];
    return first > last ? [] : [{ dayMs: day, firstId: first, lastId: last }];
  });
}

export function listSupply(model: Model, day: number, device: string, firstId: number): void {
  const { days } = energyOf(model);
  const row = days.at(day);
  days.set(day, { ...row, supply: [...row.supply, { device, firstId }] });
}

/** What a record's certificates begin as, by the instruction of the device's holder. */
export function reserveAhead(model: Model, device: string, record: Accepted, whole: Piece): Piece[] {
  const { days, devices, instructions } = energyOf(model);
  const instruction = instructions.get(device);
  const grams = devices.at(device).production?.carbonGramsPerMwh ?? 0;
  const pieces: Piece[] = [];
  for (const { dayMs, firstId, lastId } of byDay(model, device, whole)) {
    const { closedMs, cleanMostGramsPerMwh } = days.at(dayMs);
    const isReserved = instruction !== undefined && closedMs === undefined && grams <= cleanMostGramsPerMwh;
    const last = pieces.at(-1);
    if (isReserved) {
      pieces.push({ ...whole, firstId, lastId, state: "reserved", reserved: { dayMs, ...instruction } });
      listSupply(model, dayMs, device, firstId);
    } else if (last?.state === "active") pieces[pieces.length - 1] = { ...last, lastId };
    else pieces.push({ ...whole, firstId, lastId });
  }
  if (pieces[0]?.firstId !== whole.firstId || record.startMs !== whole.startMs)
    throw new Error("pieces lost their record");
  return pieces;
}

const byTurn = (left: Closing, right: Closing) => left.dueMs - right.dueMs || left.sequence - right.sequence;

/** At the beginning of a block. */
export function closeDays(model: Model): void {
  const { days, closings, closed } = energyOf(model);
  const due = [...closings.value]
    .sort(byTurn)
    .filter(({ dueMs }) => dueMs <= model.timeMs)
    .slice(0, closingsMost);
  if (due.length === 0) return;
  closings.value = closings.value.filter((each) => !due.includes(each));
  for (const { item } of due) {
    days.set(item.dayMs, { ...days.at(item.dayMs), closedMs: model.timeMs });
    closed.value = { ...closed.value, days: [...closed.value.days, item.dayMs] };
  }
}

/** What a device's meter told of each hour of each day. */
export interface Told {
  readonly inTime: bigint[];
  readonly late: bigint[];
  readonly minutes: number[];
  /** Whole watt-hours that its meter passed, by records in time. */
  readonly passedWh: bigint[];
  isTold: boolean;
  isLate: boolean;
}

const nothing = (): Told => ({
  inTime: new Array<bigint>(24).fill(0n),
  late: new Array<bigint>(24).fill(0n),
  minutes: new Array<number>(24).fill(0),
  passedWh: new Array<bigint>(24).fill(0n),
  isTold: false,
  isLate: false,
});

const isLateFor = ({ recordedMs }: Accepted, { closedMs }: Day) => closedMs !== undefined && recordedMs >= closedMs;

/** What was made of a list of records when so many days had closed: lists are replaced, never changed. */
const known = new WeakMap<readonly Accepted[], { readonly closedDays: number; readonly told: Map<number, Told> }>();

/** Made anew from all records, whenever there is one more or a day closes. */
export function toldOf(model: Model, device: string): Map<number, Told> {
  const records = energyOf(model).records.get(device) ?? [];
  const closedDays = energyOf(model).closingsEver.value - energyOf(model).closings.value.length;
  const before = known.get(records);
  if (before?.closedDays === closedDays) return before.told;
  const told = readAll(model, device);
  known.set(records, { closedDays, told });
  return told;
}

/** A record is late for a day that had closed when it came. */
function readAll(model: Model, device: string): Map<number, Told> {
  const { days, records } = energyOf(model);
  const told = new Map<number, Told>();
  let sum = 0n;
  for (const record of records.get(device) ?? []) {
    for (const [at, value] of record.valuesMilliWh.entries()) {
      const startMs = record.startMs + at * record.intervalMinutes * minuteMs;
      const [day, hour] = [dayStart(startMs), Math.floor((startMs % dayLength) / hourMs)];
      const entry = told.get(day) ?? nothing();
      told.set(day, entry);
      const isLate = isLateFor(record, days.at(day));
      const kind = isLate ? entry.late : entry.inTime;
      kind[hour] = (kind[hour] ?? 0n) + value;
      entry.minutes[hour] = (entry.minutes[hour] ?? 0) + record.intervalMinutes;
      if (isLate) entry.isLate = true;
      else entry.isTold = true;
      const passed = (sum + value) / 1_000n - sum / 1_000n;
      if (!isLate) entry.passedWh[hour] = (entry.passedWh[hour] ?? 0n) + passed;
      sum += value;
    }
  }
  return told;
}

/** What of a device's energy came too late, in all. */
export function lateMilliWh(model: Model, device: string): bigint {
  return total([...toldOf(model, device).values()].flatMap(({ late }) => late));
}
