// How much of each load is covered hour by hour, and how much it would seem to be by the volume of the whole period.
import { divideDown } from "#src/core/arithmetic.ts";
import { compareText } from "#src/core/order.ts";
import { type HourVolume, matchHour } from "#src/modules/energy/matching/matchHour.ts";
import type { HourVolumes } from "./hourVolumes.ts";

export interface LoadShare {
  readonly demandWh: number;
  /** Covered in the very hours in which it was used. */
  readonly matchedWh: number;
  /** From 0 to 1, to the nearest millionth; null where nothing was used. */
  readonly hourlyShare: number | null;
  /** The same with all hours taken as one. */
  readonly annualShare: number | null;
}

/** Zones stand alone, and nothing is dedicated: the files name no interconnectors and no reservations. */
export function sharesOf(generation: HourVolumes, load: HourVolumes): Record<string, LoadShare> {
  const demand = load.together().sort((left, right) => compareText(left.device, right.device));
  const hourly = new Map<string, bigint>();
  // Hours without any load are read as well, so that a device that comes twice in one is found.
  for (const hour of new Set([...load.hours, ...generation.hours])) {
    addMatched(hourly, generation.at(hour), load.at(hour));
  }
  const annual = new Map<string, bigint>();
  addMatched(annual, generation.together(), demand);
  return Object.fromEntries(
    demand.map(({ device, wh }) => {
      const matchedWh = hourly.get(device) ?? 0n;
      const shares = { hourlyShare: shareOf(matchedWh, wh), annualShare: shareOf(annual.get(device) ?? 0n, wh) };
      return [device, { demandWh: exactNumber(wh), matchedWh: exactNumber(matchedWh), ...shares }];
    }),
  );
}

function addMatched(sums: Map<string, bigint>, generation: readonly HourVolume[], loads: readonly HourVolume[]): void {
  for (const { load, wh } of matchHour({ dedicated: [], generation, loads, links: [] }).pairs) {
    sums.set(load, (sums.get(load) ?? 0n) + wh);
  }
}

const million = 1_000_000n;

function shareOf(part: bigint, whole: bigint): number | null {
  return whole === 0n ? null : Number(divideDown(2n * million * part + whole, 2n * whole)) / Number(million);
}

function exactNumber(wh: bigint): number {
  if (wh > BigInt(Number.MAX_SAFE_INTEGER)) throw new Error(`${wh} Wh are more than a JSON number holds exactly`);
  return Number(wh);
}
