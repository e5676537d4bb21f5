// One hour of a load, as others read it: demand, what was matched with it, carbon, and how much its computers used.
import { divideDown, divideUp } from "#src/core/arithmetic.ts";
import { present } from "#src/core/assert.ts";
import type { StateReader, Stored } from "#src/state/view.ts";
import { requireDevice, requireZone } from "../devices.ts";
import { milliWhPerWh } from "../rules.ts";
import { days, loadDays, submeterDays, submeters, zoneDays } from "../tables.ts";
import { dayOf, hourOf } from "./hours.ts";
import type { LoadDay } from "./schemas.ts";

export interface LoadHour {
  /** What the meter told, in time or late; rounded up, so that no load seems cleaner than it is. */
  readonly demandWh: bigint;
  readonly matchedWh: bigint;
  /** Of the zone's generation without any clean certificates. */
  readonly residualGramsPerMwh: number;
  /** Of the matched energy, and of the rest by the residual mix; rounded up. */
  readonly carbonGrams: bigint;
}

const microgramsPerGram = 1_000_000n;

/** Demand of an hour that counts; what was matched is never more. */
export function demandWhOf({ demandMilliWh, lateMilliWh }: Stored<LoadDay>, hour: number): bigint {
  return divideUp((demandMilliWh[hour] ?? 0n) + (lateMilliWh?.[hour] ?? 0n), milliWhPerWh);
}

/** Grams of CO2 equivalent: watt-hours times grams a megawatt-hour are millionths of a gram. */
export function carbonGramsOf(row: Stored<LoadDay>, hour: number, residualGramsPerMwh: number): bigint {
  const unmatchedWh = demandWhOf(row, hour) - (row.matchedWh[hour] ?? 0n);
  return divideUp((row.claimedMicrograms[hour] ?? 0n) + unmatchedWh * BigInt(residualGramsPerMwh), microgramsPerGram);
}

/** The residual mix of a zone in an hour of a matched day. */
export function residualOf(state: StateReader, zone: string, hourMs: number): number {
  const row = zoneDays.get(state, zone, dayOf(hourMs));
  return row?.residualGramsPerMwh[hourOf(hourMs)] ?? requireZone(state, zone).residualGramsPerMwh;
}

export function isMatched(state: StateReader, hourMs: number): boolean {
  return days.get(state, dayOf(hourMs))?.matchedMs !== undefined;
}

/** Undefined until the hour's day is matched, and where nothing is recorded of the load on that day. */
export function loadHour(state: StateReader, load: string, hourMs: number): LoadHour | undefined {
  const row = loadDays.get(state, load, dayOf(hourMs));
  if (row === undefined || !isMatched(state, hourMs)) return undefined;
  const hour = hourOf(hourMs);
  const residualGramsPerMwh = residualOf(state, requireDevice(state, load).zone, hourMs);
  return {
    demandWh: demandWhOf(row, hour),
    matchedWh: present(row.matchedWh[hour], "a day has each of its hours"),
    residualGramsPerMwh,
    carbonGrams: carbonGramsOf(row, hour, residualGramsPerMwh),
  };
}

/**
 * All of a load's energy in an hour, rounded up, and that of the computers in it, rounded down, so that the ratio is not
 * flattered. Undefined where the load has no submeter, or one of the two meters does not cover the hour.
 */
export function pueOfHour(state: StateReader, load: string, hourMs: number): PueHour | undefined {
  const submeter = submeters.get(state, load)?.device;
  const whole = loadDays.get(state, load, dayOf(hourMs));
  const part = submeter === undefined ? undefined : submeterDays.get(state, submeter, dayOf(hourMs));
  if (whole === undefined || part === undefined) return undefined;
  const hour = hourOf(hourMs);
  const isCovered = whole.recordedMinutes[hour] === 60 && part.recordedMinutes[hour] === 60;
  if (!isCovered) return undefined;
  const itWh = divideDown(part.meteredMilliWh[hour] ?? 0n, milliWhPerWh);
  return { facilityWh: demandWhOf(whole, hour), itWh };
}

export interface PueHour {
  readonly facilityWh: bigint;
  readonly itWh: bigint;
}
