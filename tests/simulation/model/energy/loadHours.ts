// The hours of a load as other modules ask for them: made anew from its records and from claims.
import type { Model } from "../model.ts";
import { dayMs, dayStart, energyOf, hourMs, total } from "./book.ts";
import { toldOf } from "./days.ts";

const hourOf = (atMs: number) => Math.floor((atMs % dayMs) / hourMs);

/** Nothing while the day is not matched to its end, and where nothing was recorded of it. */
export function loadHour(model: Model, load: string, atMs: number) {
  const { days, claims } = energyOf(model);
  const day = dayStart(atMs);
  const told = toldOf(model, load).get(day);
  if (days.get(day)?.matchedMs === undefined || told === undefined) return undefined;
  const startMs = day + hourOf(atMs) * hourMs;
  const own = [...claims.values()].flat().filter((claim) => claim.load === load && claim.hourMs === startMs);
  const milli = (told.inTime[hourOf(atMs)] ?? 0n) + (told.late[hourOf(atMs)] ?? 0n);
  return {
    demandWh: (milli + 999n) / 1_000n,
    matchedWh: total(own.map(({ firstId, lastId }) => BigInt(lastId - firstId + 1))),
  };
}

/** Both meters, where both cover the whole hour. */
export function pueHour(model: Model, load: string, atMs: number) {
  const [submeter] = energyOf(model)
    .devices.entries()
    .filter(([, { within }]) => within === load)
    .map(([name]) => name);
  const hour = hourOf(atMs);
  const whole = toldOf(model, load).get(dayStart(atMs));
  const part = submeter === undefined ? undefined : toldOf(model, submeter).get(dayStart(atMs));
  if (whole?.minutes[hour] !== 60 || part?.minutes[hour] !== 60) return undefined;
  const milli = (told: typeof whole) => (told.inTime[hour] ?? 0n) + (told.late[hour] ?? 0n);
  return { facilityWh: (milli(whole) + 999n) / 1_000n, itWh: milli(part) / 1_000n };
}

/** The residual mix of a zone's hour: what its unclean generation emitted, or what the zone was registered with. */
function residual(model: Model, zone: string, atMs: number): bigint {
  const { days, devices, zones } = energyOf(model);
  const day = dayStart(atMs);
  const cleanMost = days.get(day)?.cleanMostGramsPerMwh ?? 0;
  let [wh, micrograms] = [0n, 0n];
  for (const [device, { kind, zone: own, production }] of devices.entries()) {
    const grams = production?.carbonGramsPerMwh ?? 0;
    const told = toldOf(model, device).get(day);
    if (kind !== "generation" || own !== zone || grams <= cleanMost || told?.isTold !== true) continue;
    const passed = told.passedWh[hourOf(atMs)] ?? 0n;
    wh += passed;
    micrograms += passed * BigInt(grams);
  }
  return wh === 0n ? BigInt(zones.at(zone).residualGramsPerMwh) : (micrograms + wh - 1n) / wh;
}

/** What an hour of a load emitted: the matched part by its certificates, the rest at the residual mix. */
export function carbonGrams(model: Model, load: string, atMs: number): bigint {
  const { devices, claims } = energyOf(model);
  const hour = loadHour(model, load, atMs);
  if (hour === undefined) return 0n;
  const startMs = dayStart(atMs) + hourOf(atMs) * hourMs;
  const claimed = claims.entries().flatMap(([device, list]) => {
    const grams = BigInt(devices.at(device).production?.carbonGramsPerMwh ?? 0);
    const own = list.filter((claim) => claim.load === load && claim.hourMs === startMs);
    return own.map(({ firstId, lastId }) => BigInt(lastId - firstId + 1) * grams);
  });
  const { zone } = devices.at(load);
  const unmatched = (hour.demandWh - hour.matchedWh) * residual(model, zone, atMs);
  return (total(claimed) + unmatched + 999_999n) / 1_000_000n;
}
