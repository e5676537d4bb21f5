// Grades of a site: what its deliveries took, how clean its hours were, and what carbon stands behind an SCU.
import { divideUp, maximum } from "#src/core/arithmetic.ts";
import { monthEndMs, monthOf, monthStartMs } from "#src/core/month.ts";
import { read as energy } from "#src/modules/energy/access.ts";
import type { StateReader, Stored } from "#src/state/view.ts";
import { readSiteMonth } from "./capacity.ts";
import { hourSums } from "./delivering.ts";
import {
  availabilityLetterOf,
  cleanestMilligrams,
  dayMs,
  hourMs,
  latencyLetterOf,
  letterOf,
  sciMilligramsPerScu,
  shareBp,
} from "./rules.ts";
import type { Letter, Site } from "./schemas.ts";

export interface Period {
  readonly fromMs: number;
  readonly days: number;
}

interface Sums {
  deliveredMicroScu: bigint;
  meteredMicroScu: bigint;
  attributedWh: bigint;
  /** What the best hardware would have taken for the work. */
  leastMilliWh: bigint;
  demandWh: bigint;
  matchedWh: bigint;
  /** Location-based: all of the attributed energy at the zone's residual mix, as SCI asks. */
  operationalMilligrams: bigint;
  hours: bigint;
  timedMicroScu: bigint;
  slowestP99Ms: bigint;
}

/** Only hours with deliveries count; a period without any has no grades. */
export function gradesOf(
  state: StateReader,
  { load, embodiedMilligramsPerHour }: Stored<Site>,
  site: string,
  period: Period,
) {
  const sums = sumsOf(state, load, site, period);
  const { deliveredMicroScu, meteredMicroScu, attributedWh } = sums;
  const isMetered = meteredMicroScu === deliveredMicroScu && attributedWh > 0n;
  const efficiencyBp = isMetered ? shareBp(sums.leastMilliWh, attributedWh * 1_000n) : undefined;
  const cleanBp = shareBp(sums.matchedWh, sums.demandWh);
  const efficiency: Letter | "unmetered" = efficiencyBp === undefined ? "unmetered" : letterOf(efficiencyBp);
  const clean: Letter | "unproved" = cleanBp === undefined ? "unproved" : letterOf(cleanBp);
  const isTimed = deliveredMicroScu > 0n && sums.timedMicroScu === deliveredMicroScu;
  const availabilityBp = availabilityOf(state, site, period);
  return {
    ...{ deliveredMicroScu, meteredMicroScu, attributedWh, efficiency, clean },
    ...(isTimed
      ? { latency: latencyLetterOf(sums.slowestP99Ms), slowestP99Ms: Number(sums.slowestP99Ms) }
      : ({ latency: "untimed" } as const)),
    ...(availabilityBp === undefined
      ? ({ availability: "untested" } as const)
      : { availability: availabilityLetterOf(availabilityBp), availabilityBp: Number(availabilityBp) }),
    ...(efficiencyBp === undefined ? {} : { efficiencyBp }),
    ...(cleanBp === undefined ? {} : { cleanBp: Number(cleanBp) }),
    ...(isMetered ? carbonOf(sums, embodiedMilligramsPerHour) : ({ carbon: "unmetered" } as const)),
  };
}

/** SCI, and its letter: what the best hardware on the cleanest line would have emitted, of what was. */
function carbonOf(sums: Sums, embodiedMilligramsPerHour: bigint) {
  const grams = divideUp(sums.operationalMilligrams, 1_000n);
  const embodiedMilligrams = sums.hours * embodiedMilligramsPerHour;
  const bp = shareBp(cleanestMilligrams(sums.leastMilliWh), grams * 1_000n + embodiedMilligrams);
  return {
    carbon: bp === undefined ? "A" : letterOf(bp),
    sciMilligramsPerScu: sciMilligramsPerScu(grams, embodiedMilligrams, sums.deliveredMicroScu),
  } as const;
}

/** Of what was asked for in the months that a period touches, what was delivered; undefined where nothing is settled. */
function availabilityOf(state: StateReader, site: string, { fromMs, days }: Period): bigint | undefined {
  let [calledMicroScu, keptMicroScu] = [0n, 0n];
  const lastMs = fromMs + days * dayMs - 1;
  for (let month = monthOf(fromMs); month !== undefined; month = monthOf(monthEndMs(month))) {
    if (monthStartMs(month) > lastMs) break;
    const row = readSiteMonth(state, site, month);
    calledMicroScu += row.calledMicroScu;
    keptMicroScu += row.keptMicroScu;
  }
  return shareBp(keptMicroScu, calledMicroScu);
}

function sumsOf(state: StateReader, load: string, site: string, { fromMs, days }: Period): Sums {
  const sums: Sums = {
    deliveredMicroScu: 0n,
    meteredMicroScu: 0n,
    attributedWh: 0n,
    leastMilliWh: 0n,
    demandWh: 0n,
    matchedWh: 0n,
    operationalMilligrams: 0n,
    hours: 0n,
    timedMicroScu: 0n,
    slowestP99Ms: 0n,
  };
  for (let atMs = fromMs - (fromMs % dayMs); atMs < fromMs + days * dayMs; atMs += hourMs) {
    const hour = hourSums(state, site, atMs);
    const matched = energy.loadHour(state, load, atMs);
    if (hour.deliveredMicroScu === 0n || matched === undefined) continue;
    sums.deliveredMicroScu += hour.deliveredMicroScu;
    sums.meteredMicroScu += hour.meteredMicroScu;
    sums.attributedWh += hour.attributedWh;
    sums.leastMilliWh += hour.leastMilliWh;
    sums.demandWh += matched.demandWh;
    sums.matchedWh += matched.matchedWh;
    sums.operationalMilligrams += divideUp(hour.attributedWh * BigInt(matched.residualGramsPerMwh), 1_000n);
    sums.hours += 1n;
    sums.timedMicroScu += hour.timedMicroScu;
    sums.slowestP99Ms = maximum(sums.slowestP99Ms, hour.slowestP99Ms);
  }
  return sums;
}
