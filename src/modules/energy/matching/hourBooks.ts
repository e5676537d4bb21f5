// All that one hour of a closed day is matched from, read by key.
import { divideUp } from "#src/core/arithmetic.ts";
import { present } from "#src/core/assert.ts";
import type { StateReader, Stored } from "#src/state/view.ts";
import type { Day } from "../days/schemas.ts";
import { milliWhPerWh } from "../rules.ts";
import type { StorageHour } from "../storage/storageHours.ts";
import { demand, devices, loadDays, zoneNames } from "../tables.ts";
import { flowsOf, type HourFlow } from "./interconnectors.ts";
import type { HourVolume } from "./matchHour.ts";
import { type KnownIssues, type Offer, offersOf } from "./offers.ts";

export interface HourBooks {
  readonly dayMs: number;
  /** From 0 to 23. */
  readonly hour: number;
  readonly zones: readonly string[];
  readonly offers: readonly Offer[];
  readonly loads: readonly HourVolume[];
  readonly flows: readonly HourFlow[];
  readonly storages: readonly StorageHour[];
}

export function readHour(
  state: StateReader,
  dayMs: number,
  day: Stored<Day>,
  storages: readonly StorageHour[],
  issues: KnownIssues,
): HourBooks {
  const hour = day.matchedHours;
  const zones = zoneNames.get(state) ?? [];
  const offers = offersOf(state, dayMs, day, hour, issues);
  const loads = loadsOf(state, dayMs, day, hour);
  return { dayMs, hour, zones, offers, loads, flows: flowsOf(state, zones, dayMs, hour), storages };
}

/** What each load consumed in the hour, rounded up: nobody is covered by a fraction of a watt-hour. */
function loadsOf(state: StateReader, dayMs: number, day: Stored<Day>, hour: number): HourVolume[] {
  return Array.from({ length: day.demandEntries }, (_, entry) => {
    const { load } = present(demand.get(state, dayMs, entry), "a day has a row for each of its entries");
    const { demandMilliWh } = present(loadDays.get(state, load, dayMs), "a listed load has readings");
    const { zone } = present(devices.get(state, load), "a listed load is registered");
    return { device: load, zone, wh: divideUp(demandMilliWh[hour] ?? 0n, milliWhPerWh) };
  });
}
