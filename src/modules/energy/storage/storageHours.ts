// What storage devices were charged with and discharged in one hour, by their meters; rounded down: a fraction is not stored, nor issued.
import { divideDown } from "#src/core/arithmetic.ts";
import type { StateReader } from "#src/state/view.ts";
import { milliWhPerWh } from "../rules.ts";
import { flowDays, zoneStorages } from "../tables.ts";

/** One storage device in one hour. */
export interface StorageHour {
  readonly zone: string;
  readonly charging: string;
  readonly discharging?: string | undefined;
  readonly chargedWh: bigint;
  readonly dischargedWh: bigint;
}

/** All storage devices, by zone and by the names of their charging meters. */
export function storageHoursOf(
  state: StateReader,
  zones: readonly string[],
  dayMs: number,
  hour: number,
): StorageHour[] {
  const flowOf = (device: string | undefined) => {
    const flows = device === undefined ? undefined : flowDays.get(state, device, dayMs)?.flowMilliWh;
    return divideDown(flows?.[hour] ?? 0n, milliWhPerWh);
  };
  return zones.flatMap((zone) =>
    (zoneStorages.get(state, zone) ?? []).map(({ charging, discharging }) => ({
      zone,
      charging,
      discharging,
      chargedWh: flowOf(charging),
      dischargedWh: flowOf(discharging),
    })),
  );
}
