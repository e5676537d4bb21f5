// What interconnectors may carry in one hour: what flowed over them, but no more than they are built for.
import { divideDown, minimum } from "#src/core/arithmetic.ts";
import { present } from "#src/core/assert.ts";
import type { StateReader } from "#src/state/view.ts";
import { milliWhPerWh } from "../rules.ts";
import { devices, flowDays, zoneLinks } from "../tables.ts";
import { arrivingWh } from "./losses.ts";
import type { HourLink } from "./matchHour.ts";

/** One direction of an interconnector in one hour: what left its zone, what arrived, and what claims it may carry. */
export interface HourFlow extends HourLink {
  readonly sentWh: bigint;
  readonly arrivedWh: bigint;
}

/** The interconnectors into zones of which a flow is recorded on the day, by zone and name. */
export function flowsOf(state: StateReader, zones: readonly string[], dayMs: number, hour: number): HourFlow[] {
  return zones.flatMap((to) =>
    (zoneLinks.get(state, to) ?? []).flatMap(({ device, from }) => {
      const flowMilliWh = flowDays.get(state, device, dayMs)?.flowMilliWh[hour];
      if (flowMilliWh === undefined) return [];
      const { link, nameplateW } = present(devices.get(state, device), "a listed interconnector is registered");
      const { lossPpm } = present(link, "an interconnector leads somewhere");
      return [{ device, from, to, lossPpm, ...carriedWh(flowMilliWh, nameplateW, lossPpm) }];
    }),
  );
}

/** What a metered flow comes to, all rounded down: claims never exceed what the meter told. */
export function carriedWh(flowMilliWh: bigint, nameplateW: bigint, lossPpm: number) {
  const sentWh = divideDown(flowMilliWh, milliWhPerWh);
  // Watts for an hour are watt-hours. The meter may tell up to a margin more than the nameplate; claims do not use it.
  const capacityWh = arrivingWh(minimum(sentWh, nameplateW), lossPpm);
  return { sentWh, arrivedWh: arrivingWh(sentWh, lossPpm), capacityWh };
}
