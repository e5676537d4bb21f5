// What a record brings to the days that it touches, by the kind of its device; what comes after a day has closed is late.

import type { State, Stored } from "#src/state/view.ts";
import { sumOf } from "../rules.ts";
import type { Device, DeviceKind } from "../schemas.ts";
import { days, demand, flowDays, generationDays, loadDays, submeterDays } from "../tables.ts";
import { isClosed, openDay, requireDay } from "./days.ts";
import { type DayPart, noAmounts, noMinutes, sumOfHours } from "./hours.ts";
import type { GenerationDay, LoadDay } from "./schemas.ts";

/** A device whose readings are booked, with its name. */
export interface Meter {
  readonly device: string;
  readonly settings: Stored<Device>;
}

/** Books energy in milliwatt-hours by day, and returns how much of it is late. Opens the days. */
export function bookEnergy(state: State, { device, settings }: Meter, parts: readonly DayPart[]): bigint {
  let lateMilliWh = 0n;
  for (const part of parts) {
    const isLate = isClosed(openDay(state, part.dayMs));
    if (isLate) lateMilliWh += sumOf(part.amounts);
    bookings[settings.kind]?.(state, device, part, isLate);
  }
  return lateMilliWh;
}

type Booking = (state: State, device: string, part: DayPart, isLate: boolean) => void;

/** Generation is booked in whole watt-hours, as it is issued. */
const bookings: Partial<Record<DeviceKind, Booking>> = {
  load: bookDemand,
  submeter(state, submeter, { dayMs, amounts, minutes }) {
    const row = submeterDays.get(state, submeter, dayMs);
    submeterDays.put(state, submeter, dayMs, {
      meteredMilliWh: sumOfHours(amounts, row?.meteredMilliWh ?? []),
      recordedMinutes: sumOfMinutes(minutes, row?.recordedMinutes ?? []),
    });
  },
  interconnector: bookFlow,
  charging: bookFlow,
  discharging: bookFlow,
};

/** Late flow carries no claims, is not in store, and gives nothing back. */
function bookFlow(state: State, device: string, { dayMs, amounts }: DayPart, isLate: boolean): void {
  if (isLate) return;
  const flowMilliWh = sumOfHours(amounts, flowDays.get(state, device, dayMs)?.flowMilliWh ?? []);
  flowDays.put(state, device, dayMs, { flowMilliWh });
}

const emptyLoadDay = (): LoadDay => ({
  demandMilliWh: noAmounts(),
  recordedMinutes: noMinutes(),
  matchedWh: noAmounts(),
  dedicatedWh: noAmounts(),
  claimedMicrograms: noAmounts(),
});

function bookDemand(state: State, load: string, { dayMs, amounts, minutes }: DayPart, isLate: boolean): void {
  const known = loadDays.get(state, load, dayMs);
  const row = known ?? emptyLoadDay();
  const recordedMinutes = sumOfMinutes(minutes, row.recordedMinutes);
  if (isLate) {
    const lateMilliWh = sumOfHours(amounts, row.lateMilliWh ?? []);
    loadDays.put(state, load, dayMs, { ...row, recordedMinutes, lateMilliWh });
    return;
  }
  loadDays.put(state, load, dayMs, { ...row, recordedMinutes, demandMilliWh: sumOfHours(amounts, row.demandMilliWh) });
  if (known !== undefined) return;
  const day = requireDay(state, dayMs);
  demand.put(state, dayMs, day.demandEntries, { load });
  days.put(state, dayMs, { ...day, demandEntries: day.demandEntries + 1 });
}

/** Books issued watt-hours of a generator on one day that is not closed; those that are not clean remain in the zone's mix. */
export function bookGeneration(state: State, { settings }: Meter, { dayMs, amounts }: DayPart): void {
  const day = requireDay(state, dayMs);
  if (isClosed(day)) return;
  const row: Stored<GenerationDay> = generationDays.get(state, settings.zone, dayMs) ?? {
    generationWh: noAmounts(),
    remainingWh: noAmounts(),
    remainingMicrograms: noAmounts(),
  };
  const generationWh = sumOfHours(amounts, row.generationWh);
  const gramsPerMwh = settings.production?.carbonGramsPerMwh ?? 0;
  if (gramsPerMwh <= day.cleanMostGramsPerMwh) {
    generationDays.put(state, settings.zone, dayMs, { ...row, generationWh });
    return;
  }
  const micrograms = amounts.map((wh) => wh * BigInt(gramsPerMwh));
  generationDays.put(state, settings.zone, dayMs, {
    generationWh,
    remainingWh: sumOfHours(amounts, row.remainingWh),
    remainingMicrograms: sumOfHours(micrograms, row.remainingMicrograms),
  });
}

function sumOfMinutes(left: readonly number[], right: readonly number[]): number[] {
  return left.map((minutes, hour) => minutes + (right[hour] ?? 0));
}
