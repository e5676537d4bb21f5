// Grades of a site: what its deliveries took, how clean its hours were, and what carbon stands behind an SCU.
import { divideUp } from "#src/core/arithmetic.ts";
import { read as energy } from "#src/modules/energy/access.ts";
import type { StateReader, Stored } from "#src/state/view.ts";
import { hourSums } from "./delivering.ts";
import { dayMs, hourMs, letterOf, sciMilligramsPerScu, shareBp } from "./rules.ts";
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
  const grams = divideUp(sums.operationalMilligrams, 1_000n);
  return {
    ...{ deliveredMicroScu, meteredMicroScu, attributedWh, efficiency, clean },
    ...(efficiencyBp === undefined ? {} : { efficiencyBp }),
    ...(cleanBp === undefined ? {} : { cleanBp: Number(cleanBp) }),
    ...(isMetered
      ? { sciMilligramsPerScu: sciMilligramsPerScu(grams, sums.hours * embodiedMilligramsPerHour, deliveredMicroScu) }
      : {}),
  };
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
  }
  return sums;
}
