// What a proof would be made of: the hours of a load, each looked up in the matching and in the deliveries of its site.

import type { Account } from "#src/core/account.ts";
import { present } from "#src/core/assert.ts";
import { read as compute } from "#src/modules/compute/access.ts";
import { read as energy } from "#src/modules/energy/access.ts";
import type { StateReader } from "#src/state/view.ts";
import { refusals } from "./refusals.ts";
import { dayMs, hourMs, provedWh } from "./rules.ts";
import type { ProvedHour } from "./schemas.ts";
import { provedDays } from "./tables.ts";

export interface Period {
  readonly load: string;
  readonly fromMs: number;
  readonly days: number;
}

/** Sums over a period. */
export interface PeriodSums extends ProvedHour {
  readonly carbonGrams: bigint;
  readonly pue: { readonly facilityWh: bigint; readonly itWh: bigint };
}

export interface ProvableDay {
  readonly dayMs: number;
  readonly hours: readonly ProvedHour[];
}

/** The load with its zone and site; refuses a device that is none, another's, or no certified data centre's. */
export function requireProvable(state: StateReader, load: string, prover?: Account) {
  const { kind, holder, zone } = energy.requireDevice(state, load);
  if (kind !== "load") throw refusals.notALoad({ load });
  if (prover !== undefined && prover !== holder) throw refusals.notLoadHolder({ load });
  const site = compute.siteOfLoad(state, load);
  if (site === undefined) throw refusals.noSite({ load });
  return { site, zone, holder };
}

/** Every hour of a period; refuses a day that is not matched yet, or used by a proof. */
export function readPeriod(state: StateReader, site: string, { load, fromMs, days }: Period) {
  if (fromMs % dayMs !== 0) throw refusals.dayMisaligned({ fromMs });
  const provable: ProvableDay[] = [];
  let sums: PeriodSums = { ...noHour, carbonGrams: 0n, pue: { facilityWh: 0n, itWh: 0n } };
  for (let day = 0; day < days; day += 1) {
    const startMs = fromMs + day * dayMs;
    const used = provedDays.get(state, load, startMs);
    if (used !== undefined) throw refusals.dayProved({ load, dayMs: startMs, proof: used.proofNumber });
    const hours: ProvedHour[] = [];
    for (let hour = 0; hour < 24; hour += 1) {
      const figures = readHour(state, site, load, startMs + hour * hourMs);
      if (figures === undefined) throw refusals.dayNotMatched({ load, dayMs: startMs });
      hours.push(figures.hour);
      sums = plus(sums, figures);
    }
    provable.push({ dayMs: startMs, hours });
  }
  return { sums, days: provable };
}

const noHour: ProvedHour = { demandWh: 0n, matchedWh: 0n, attributedWh: 0n, provedWh: 0n };

function plus(sums: PeriodSums, { hour, carbonGrams, pue }: NonNullable<ReturnType<typeof readHour>>): PeriodSums {
  return {
    demandWh: sums.demandWh + hour.demandWh,
    matchedWh: sums.matchedWh + hour.matchedWh,
    attributedWh: sums.attributedWh + hour.attributedWh,
    provedWh: sums.provedWh + hour.provedWh,
    carbonGrams: sums.carbonGrams + carbonGrams,
    pue: { facilityWh: sums.pue.facilityWh + pue.facilityWh, itWh: sums.pue.itWh + pue.itWh },
  };
}

function readHour(state: StateReader, site: string, load: string, atMs: number) {
  const figures = energy.loadHour(state, load, atMs);
  if (figures === undefined) return undefined;
  const { demandWh, matchedWh, carbonGrams } = figures;
  const attributedWh = compute.supportedWh(state, site, atMs);
  const backed = compute.backedShare(state, site, atMs);
  const hour = { demandWh, matchedWh, attributedWh, provedWh: provedWh({ matchedWh, attributedWh, ...backed }) };
  const pue = energy.pueOfHour(state, load, atMs) ?? { facilityWh: 0n, itWh: 0n };
  return { hour, carbonGrams, pue };
}

/** The hour in which a watt-hour of a proof lies, counted from its first, and its place among those of that hour. */
export function findWattHour(state: StateReader, { load, fromMs, days }: Period, wattHour: bigint) {
  let leftWh = wattHour;
  for (let day = 0; day < days; day += 1) {
    const startMs = fromMs + day * dayMs;
    const { hours } = present(provedDays.get(state, load, startMs), "a proof has its days");
    for (const [hour, { provedWh: wh }] of hours.entries()) {
      if (leftWh < wh) return { dayMs: startMs, hourMs: startMs + hour * hourMs, place: leftWh };
      leftWh -= wh;
    }
  }
  return undefined;
}

/** How many watt-hours of a proof come before an hour. */
export function wattHoursBefore(state: StateReader, { load, fromMs }: Period, atMs: number): bigint {
  let sumWh = 0n;
  for (let startMs = fromMs; startMs <= atMs; startMs += dayMs) {
    const { hours } = present(provedDays.get(state, load, startMs), "a proof has its days");
    for (const [hour, { provedWh: wh }] of hours.entries()) if (startMs + hour * hourMs < atMs) sumWh += wh;
  }
  return sumWh;
}
