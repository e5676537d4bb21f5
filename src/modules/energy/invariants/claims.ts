// That claims are what they say: certificates of their hour and zone, each once, for no more than was consumed and carried.
import { defineInvariant } from "#src/machine/invariant.ts";
import type { StateReader, StateScanner, Stored } from "#src/state/view.ts";
import { dayOf, hourMs as hourLengthMs, hourOf, hourStart, noAmounts } from "../days/hours.ts";
import { type Claim, hoursPerDay, type LoadDay, type ZoneDay } from "../days/schemas.ts";
import { findIssue } from "../issues.ts";
import { type IdRange, idsIn, mergeRanges, takenRanges } from "../matching/claimedRanges.ts";
import { carriedWh } from "../matching/interconnectors.ts";
import { intervalsWithin, milliWhPerWh } from "../rules.ts";
import { bundles, claims, devices, loadDays, storageIssues, zoneDays } from "../tables.ts";
import { meteredDays } from "./metered.ts";

interface PlacedClaim extends Stored<Claim> {
  readonly zone: string;
  readonly hourMs: number;
}

async function allClaims(state: StateScanner): Promise<PlacedClaim[]> {
  const all: PlacedClaim[] = [];
  for await (const { parts, value } of claims.scan(state)) {
    const [zone = "", hourMs = ""] = parts;
    all.push(...value.map((claim) => ({ ...claim, zone, hourMs: Number(hourMs) })));
  }
  return all;
}

/**
 * Every claim is of certificates that were issued for its hour in its zone, no certificate is claimed twice, and bundles list
 * exactly what is claimed out of them.
 */
export const claimsEqualBundles = defineInvariant(async ({ state }) => {
  const broken: string[] = [];
  const byDevice = new Map<string, PlacedClaim[]>();
  for (const claim of await allClaims(state)) {
    if (devices.get(state, claim.device)?.zone !== claim.zone) broken.push(`${told(claim)} is kept under another zone`);
    byDevice.set(claim.device, [...(byDevice.get(claim.device) ?? []), claim]);
  }
  for (const list of byDevice.values()) list.sort((left, right) => left.firstId - right.firstId);
  for (const list of byDevice.values()) {
    for (const [at, claim] of list.entries()) {
      if (claim.firstId <= (list[at - 1]?.lastId ?? 0)) broken.push(`${told(claim)} is claimed twice`);
    }
  }
  for await (const { key, parts, value } of bundles.scan(state)) {
    const [device = "", firstId = ""] = parts;
    const own = (byDevice.get(device) ?? []).filter(
      (each) => each.firstId >= Number(firstId) && each.lastId <= value.lastId,
    );
    for (const claim of own)
      if (!isOfItsHour(state, claim, value.startMs)) broken.push(`${told(claim)} was not generated in its hour`);
    for (const [ranges, as, isForStorage] of [
      [value.claimed, "claimed", false],
      [value.stored, "stored", true],
    ] as const) {
      const listed = textOf(ranges ?? []);
      const taken = textOf(own.filter(({ charging }) => (charging !== undefined) === isForStorage));
      if (listed !== taken) broken.push(`${key} lists ${listed || "nothing"}, but ${taken || "nothing"} is ${as}`);
    }
    const isWhole = idsIn(takenRanges(value)) === BigInt(value.lastId - Number(firstId) + 1);
    const wholly = value.claimed === undefined ? "cancelledForStorage" : "claimed";
    const isSaid = value.state === "claimed" || value.state === "cancelledForStorage";
    if (isSaid !== isWhole || (isSaid && value.state !== wholly)) broken.push(`${key}: wholly claimed or not`);
    byDevice.set(
      device,
      (byDevice.get(device) ?? []).filter((each) => !own.includes(each)),
    );
  }
  const astray = [...byDevice.values()].flat().map((claim) => `${told(claim)} lies in no bundle`);
  return [...broken, ...astray];
});

function isOfItsHour(state: StateReader, claim: PlacedClaim, startMs: number): boolean {
  const issue = findIssue(state, claim.device, startMs);
  if (issue === undefined) return false;
  const intervals = intervalsWithin(issue.intervals, claim.firstId, claim.lastId);
  return intervals.length > 0 && intervals.every((interval) => hourStart(interval.startMs) === claim.hourMs);
}

/** Ranges in order, those that touch as one. */
const textOf = (ranges: readonly IdRange[]) =>
  mergeRanges(ranges, [])
    .map(({ firstId, lastId }) => `${firstId}-${lastId}`)
    .join();

/** Grams a megawatt-hour of what was generated or discharged in an hour. */
function gramsOf(state: StateReader, device: string, hourMs: number): bigint {
  const discharged = storageIssues.get(state, device, hourMs)?.gramsPerMwh;
  return BigInt(discharged ?? devices.get(state, device)?.production?.carbonGramsPerMwh ?? 0);
}

const told = ({ device, firstId, lastId }: PlacedClaim) => `${device} ${firstId}-${lastId}`;

/** What is matched with a load, and its carbon, is what claims say, and no more than its meter told in time. */
export const loadResultsEqualClaims = defineInvariant(async ({ state }) => {
  const expected = new Map<string, Pick<LoadDay, "matchedWh" | "claimedMicrograms">>();
  for (const { load, hourMs, device, firstId, lastId } of await allClaims(state)) {
    if (load === undefined) continue;
    const key = loadDays.key(load, dayOf(hourMs));
    const row = expected.get(key) ?? { matchedWh: noAmounts(), claimedMicrograms: noAmounts() };
    expected.set(key, row);
    const wh = BigInt(lastId - firstId + 1);
    addAt(row.matchedWh, hourOf(hourMs), wh);
    addAt(row.claimedMicrograms, hourOf(hourMs), wh * gramsOf(state, device, hourMs));
  }
  const broken: string[] = [];
  for await (const { key, value } of loadDays.scan(state)) {
    const row = expected.get(key) ?? { matchedWh: noAmounts(), claimedMicrograms: noAmounts() };
    expected.delete(key);
    if (row.matchedWh.join() !== value.matchedWh.join()) broken.push(`${key}: matched otherwise than claimed`);
    if (row.claimedMicrograms.join() !== value.claimedMicrograms.join())
      broken.push(`${key}: other carbon than claimed`);
    const isMore = value.matchedWh.some(
      (wh, hour) => wh * milliWhPerWh > (value.demandMilliWh[hour] ?? 0n) + milliWhPerWh - 1n,
    );
    if (isMore) broken.push(`${key}: more is matched than was consumed`);
  }
  return [...broken, ...[...expected.keys()].map((key) => `${key} is missing, but certificates are claimed for it`)];
});

type Matched = Pick<ZoneDay, "matchedWh" | "importedWh" | "exportedWh" | "lostWh" | "chargedCleanWh">;
const nothingMatched = (): Matched => ({
  matchedWh: noAmounts(),
  importedWh: noAmounts(),
  exportedWh: noAmounts(),
  lostWh: noAmounts(),
  chargedCleanWh: noAmounts(),
});

/** What zones matched, brought in, sent out, lost and stored is what claims say; what is stored is of the storage device's zone. */
export const zoneResultsEqualClaims = defineInvariant(async ({ state }) => {
  const expected = new Map<string, Matched>();
  const rowOf = (zone: string, hourMs: number) => {
    const key = zoneDays.key(zone, dayOf(hourMs));
    const row = expected.get(key) ?? nothingMatched();
    expected.set(key, row);
    return row;
  };
  for (const { zone, hourMs, load, charging, firstId, lastId } of await allClaims(state)) {
    const wh = BigInt(lastId - firstId + 1);
    const hour = hourOf(hourMs);
    if (charging !== undefined) {
      addAt(rowOf(devices.get(state, charging)?.zone ?? zone, hourMs).chargedCleanWh, hour, wh);
      continue;
    }
    const to = load === undefined ? undefined : devices.get(state, load)?.zone;
    if (to === undefined) addAt(rowOf(zone, hourMs).lostWh, hour, wh);
    else addAt(rowOf(to, hourMs).matchedWh, hour, wh);
    if (to === undefined || to === zone) continue;
    addAt(rowOf(to, hourMs).importedWh, hour, wh);
    addAt(rowOf(zone, hourMs).exportedWh, hour, wh);
  }
  const broken: string[] = [];
  for await (const { key, value } of zoneDays.scan(state)) {
    const row = expected.get(key) ?? nothingMatched();
    expected.delete(key);
    for (const name of ["matchedWh", "importedWh", "exportedWh", "lostWh", "chargedCleanWh"] as const) {
      if (row[name].join() !== value[name].join()) broken.push(`${key}: ${name} is not what is claimed`);
    }
    const isMore = value.matchedWh.some((wh, hour) => wh > (value.demandWh[hour] ?? 0n));
    if (isMore) broken.push(`${key}: more is matched than was consumed`);
    const isMoreClean = value.chargedCleanWh.some((wh, hour) => wh > (value.chargedWh[hour] ?? 0n));
    if (isMoreClean) broken.push(`${key}: more is cancelled for storage than was charged`);
  }
  return [...broken, ...[...expected.keys()].map((key) => `${key} is missing, but certificates are claimed in it`)];
});

/** Between two zones no more is claimed in an hour than the interconnectors' meters told in time, and their nameplates allow. */
export const claimsFitInterconnectors = defineInvariant(async ({ state }) => {
  const flows = new Map<string, bigint>();
  for (const { zone, hourMs, load, firstId, lastId } of await allClaims(state)) {
    const to = load === undefined ? undefined : devices.get(state, load)?.zone;
    if (to === undefined || to === zone) continue;
    const key = `${zone} ${to} ${hourMs}`;
    flows.set(key, (flows.get(key) ?? 0n) + BigInt(lastId - firstId + 1));
  }
  const capacities = new Map<string, bigint>();
  for await (const { parts, value } of devices.scan(state)) {
    if (value.link === undefined) continue;
    const { to, lossPpm } = value.link;
    for (const [dayMs, { inTimeMilliWh }] of await meteredDays(state, parts[0] ?? "")) {
      for (let hour = 0; hour < hoursPerDay; hour += 1) {
        const key = `${value.zone} ${to} ${dayMs + hour * hourLengthMs}`;
        const { capacityWh } = carriedWh(inTimeMilliWh[hour] ?? 0n, value.nameplateW, lossPpm);
        capacities.set(key, (capacities.get(key) ?? 0n) + capacityWh);
      }
    }
  }
  return [...flows].flatMap(([key, wh]) =>
    wh <= (capacities.get(key) ?? 0n)
      ? []
      : [`${key}: ${wh} Wh are claimed over lines that carried ${capacities.get(key) ?? 0n}`],
  );
});

function addAt(amounts: bigint[], hour: number, wh: bigint): void {
  amounts[hour] = (amounts[hour] ?? 0n) + wh;
}
