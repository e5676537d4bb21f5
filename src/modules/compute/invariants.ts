// Promises of the module `compute`, checked by scanning.
import { maximum } from "#src/core/arithmetic.ts";
import { bytesToHex } from "#src/crypto/hex.ts";
import { defineInvariant } from "#src/machine/invariant.ts";
import { read as bonds } from "#src/modules/bonds/access.ts";
import { read as energy } from "#src/modules/energy/access.ts";
import type { StateScanner, Stored } from "#src/state/view.ts";
import { keptMicroScu, shareOfMonth } from "./capacity.ts";
import { emptyDay, type HourSums } from "./delivering.ts";
import { abilitiesOf } from "./registering.ts";
import { dayMs, hourMs, leastMilliWh, shareOfHour, wholeShare } from "./rules.ts";
import { type Delivery, type Site, type SiteDay, type SiteMonth, workloadSchema } from "./schemas.ts";
import {
  certificates,
  commitments,
  consumers,
  deliveries,
  heldCertificates,
  jobs,
  loadSites,
  signingKeys,
  siteDays,
  siteMonths,
  sites,
  unsampled,
} from "./tables.ts";

/** No hour of a site delivers more than its time, nor takes more energy than its load used. */
export const deliveriesFitTimeAndEnergy = defineInvariant(async ({ state }) => {
  const broken: string[] = [];
  for await (const { key, parts, value } of siteDays.scan(state)) {
    const [site = "", start = ""] = parts;
    const load = sites.get(state, site)?.load ?? "";
    for (const [hour, usedShare] of value.usedShare.entries()) {
      if (usedShare > wholeShare) broken.push(`${key}, hour ${hour}: more than all of the site's time`);
      const leastMilliWh = value.leastMilliWh[hour] ?? 0n;
      const attributedWh = value.attributedWh[hour] ?? 0n;
      if (leastMilliWh === 0n && attributedWh === 0n) continue;
      const demandWh = energy.loadHour(state, load, Number(start) + hour * hourMs)?.demandWh ?? 0n;
      const isWithin = leastMilliWh <= demandWh * 1_000n && attributedWh <= demandWh;
      if (!isWithin) broken.push(`${key}, hour ${hour}: more energy than the ${demandWh} Wh that its load used`);
    }
  }
  return broken;
});

/** What a delivery's hour adds to its site's day, told anew from the record and from what became of its challenge. */
function hourOf(site: Stored<Site>, delivery: Stored<Delivery>, at: number, isDrawn: boolean): HourSums | undefined {
  const ability = site.abilities[delivery.workload];
  const microScu = delivery.hoursMicroScu[at] ?? 0n;
  if (ability === undefined) return undefined;
  const verdict = delivery.challenge?.state;
  const attributedWh = delivery.attributedWh[at] ?? 0n;
  const deliveredMicroScu = verdict === "failed" ? 0n : microScu;
  return {
    usedShare: shareOfHour(microScu, ability.capacityMicroScu),
    leastMilliWh: leastMilliWh(microScu, ability.bestMicroScuPerKwh),
    attributedWh,
    withheldWh: isDrawn && (verdict === undefined || verdict === "passed") ? 0n : attributedWh,
    deliveredMicroScu,
    meteredMicroScu: delivery.counter === undefined ? 0n : deliveredMicroScu,
    timedMicroScu: delivery.latencyP99Ms === undefined ? 0n : deliveredMicroScu,
    slowestP99Ms: microScu === 0n ? 0n : BigInt(delivery.latencyP99Ms ?? 0),
  };
}

function addHour(sums: Map<string, SiteDay>, site: string, atMs: number, hour: HourSums): void {
  const start = atMs - (atMs % dayMs);
  const key = siteDays.key(site, start);
  const day = sums.get(key) ?? emptyDay();
  for (const name of sumNames) {
    const list = day[name];
    const place = (atMs - start) / hourMs;
    const before = list[place] ?? 0n;
    list[place] = name === "slowestP99Ms" ? maximum(before, hour[name]) : before + hour[name];
  }
  sums.set(key, day);
}

const sumNames = [
  "usedShare",
  "leastMilliWh",
  "attributedWh",
  "withheldWh",
  "deliveredMicroScu",
  "meteredMicroScu",
  "timedMicroScu",
  "slowestP99Ms",
] as const;

/**
 * All figures of a site's day are the sums of its deliveries, each consumer's job has one delivery, and what was delivered for a
 * certificate is what its deliveries say. No room opens on energy that was not passed.
 */
export const siteDaysEqualDeliveries = defineInvariant(async ({ state }) => {
  const broken: string[] = [];
  const sums = new Map<string, SiteDay>();
  const jobsSeen = new Set<string>();
  const forCertificates = new Map<number, bigint>();
  const undrawn = new Set<number>();
  for await (const { value } of unsampled.tables.items.scan(state)) undrawn.add(value);
  for await (const { parts, value } of deliveries.scan(state)) {
    const number = Number(parts[0]);
    const job = bytesToHex(value.jobHash);
    const key = jobs.key(value.consumer, job);
    if (jobsSeen.has(key)) broken.push(`${key} was delivered twice`);
    jobsSeen.add(key);
    if (jobs.get(state, value.consumer, job)?.delivery !== number)
      broken.push(`delivery ${number} is not that of its job`);
    const site = sites.get(state, value.site);
    for (const [at, microScu] of value.hoursMicroScu.entries()) {
      const hour = site === undefined ? undefined : hourOf(site, value, at, !undrawn.has(number));
      if (hour === undefined) broken.push(`delivery ${number} is of work that its site cannot do`);
      else addHour(sums, value.site, value.startMs + at * hourMs, hour);
      const id = value.certificateId;
      if (id !== undefined && value.challenge?.state !== "failed")
        forCertificates.set(id, (forCertificates.get(id) ?? 0n) + microScu);
    }
  }
  for await (const { key, value } of siteDays.scan(state)) {
    const sum = sums.get(key);
    sums.delete(key);
    const wrong = sumNames.filter((name) => sum?.[name].join() !== value[name].join());
    if (wrong.length > 0) broken.push(`${key} is not the sum of its deliveries: ${wrong.join(", ")}`);
  }
  for await (const { key, parts, value } of certificates.scan(state)) {
    const delivered = forCertificates.get(Number(parts[0])) ?? 0n;
    if (value.deliveredMicroScu !== delivered) broken.push(`${key}: deliveries for it say ${delivered}`);
  }
  return [...broken, ...[...sums.keys()].map((key) => `${key} is missing`)];
});

/** A site is what its hardware makes it, all of one load, and that load's alone; keys sign for whom they are registered. */
export const sitesEqualHardware = defineInvariant(async ({ state }) => {
  const broken: string[] = [];
  const loads = new Map<string, string>();
  const keys = new Map<string, string>();
  const addKey = (key: Uint8Array, account: string) => keys.set(bytesToHex(key), account);
  for await (const { key, parts, value } of sites.scan(state)) {
    const [site = ""] = parts;
    loads.set(value.load, site);
    addKey(value.deliveryKey, value.provider);
    const { kind, zone } = energy.requireDevice(state, value.load);
    if (kind !== "load" || zone !== value.zone) broken.push(`${key} is no load of its zone`);
    const abilities = abilitiesOf(state, site, value.installed);
    for (const workload of workloadSchema.options) {
      const [own, told] = [value.abilities[workload], abilities[workload]];
      const isSame =
        own?.capacityMicroScu === told?.capacityMicroScu && own?.bestMicroScuPerKwh === told?.bestMicroScuPerKwh;
      if (!isSame) broken.push(`${key} can do ${workload} otherwise than its hardware`);
    }
    if (value.bond !== undefined && bonds.ownerOf(state, value.bond) !== value.provider)
      broken.push(`${key} has no bond`);
  }
  for await (const { parts, value } of consumers.scan(state)) addKey(value.key, parts[0] ?? "");
  for await (const { key, parts, value } of loadSites.scan(state)) {
    if (loads.get(parts[0] ?? "") !== value.site) broken.push(`${key} names a site that is not of it`);
    loads.delete(parts[0] ?? "");
  }
  for await (const { key, parts, value } of signingKeys.scan(state)) {
    if (keys.get(parts[0] ?? "") !== value.account) broken.push(`${key} signs for somebody else`);
    keys.delete(parts[0] ?? "");
  }
  const missing = [
    ...[...loads.keys()].map((load) => loadSites.key(load)),
    ...[...keys.keys()].map((key) => signingKeys.key(key)),
  ];
  return [...broken, ...missing.map((key) => `${key} is missing`)];
});

async function certificatesByCommitment(state: StateScanner) {
  const sums = new Map<number, { ids: number[]; microScuHours: bigint }>();
  for await (const { parts, value } of certificates.scan(state)) {
    const sum = sums.get(value.commitment) ?? { ids: [], microScuHours: 0n };
    sums.set(value.commitment, {
      ids: [...sum.ids, Number(parts[0])],
      microScuHours: sum.microScuHours + value.microScuHours,
    });
  }
  return sums;
}

async function bondsOfSites(state: StateScanner): Promise<Set<number>> {
  const found = new Set<number>();
  for await (const { value } of sites.scan(state)) if (value.bond !== undefined) found.add(value.bond);
  return found;
}

/** The certificates of a commitment are all that was promised; none has more delivered than promised; an open one is bonded. */
export const certificatesEqualCommitments = defineInvariant(async ({ state }) => {
  const broken: string[] = [];
  const sums = await certificatesByCommitment(state);
  const bondsSeen = await bondsOfSites(state);
  for await (const { parts, value } of commitments.scan(state)) {
    const sum = sums.get(Number(parts[0]));
    const ids = [...value.certificateIds].sort((left, right) => left - right);
    const isWhole = sum?.microScuHours === value.microScuHours && sum.ids.join() === ids.join();
    if (!isWhole) broken.push(`commitment ${parts[0]} is not what its certificates sum to`);
    if (bondsSeen.has(value.bond)) broken.push(`the bond of commitment ${parts[0]} is another's too`);
    bondsSeen.add(value.bond);
    if (value.settledMs === undefined && bonds.ownerOf(state, value.bond) !== value.provider)
      broken.push(`commitment ${parts[0]} has no bond of its provider's`);
  }
  const held = new Set<string>();
  for await (const { parts, value } of certificates.scan(state)) {
    held.add(heldCertificates.key(value.holder, Number(parts[0])));
    if (value.deliveredMicroScu > value.microScuHours)
      broken.push(`certificate ${parts[0]}: more is delivered than promised`);
  }
  for await (const { key } of heldCertificates.scan(state))
    if (!held.delete(key)) broken.push(`${key} lists no such certificate`);
  return [...broken, ...[...held].map((key) => `${key} is missing`)];
});

/** A site's month is what was promised of it, never more than there is, and backs money as its certificates say. */
export const monthsEqualCertificates = defineInvariant(async ({ state }) => {
  const broken: string[] = [];
  const sums = new Map<string, SiteMonth>();
  const add = (key: string, name: keyof SiteMonth, share: bigint) => {
    const sum = sums.get(key) ?? { committedShare: 0n, backedShare: 0n, calledMicroScu: 0n, keptMicroScu: 0n };
    sums.set(key, { ...sum, [name]: sum[name] + share });
  };
  for await (const { value } of commitments.scan(state)) {
    add(siteMonths.key(value.site, value.month), "committedShare", shareOfMonth(state, value, value.microScuHours));
  }
  for await (const { value } of certificates.scan(state)) {
    const key = siteMonths.key(value.site, value.month);
    if (value.paidNano !== undefined) {
      add(key, "calledMicroScu", value.calledMicroScu ?? 0n);
      add(key, "keptMicroScu", keptMicroScu(value));
    }
    if (value.state === "active") continue;
    add(key, "backedShare", shareOfMonth(state, value, value.microScuHours));
  }
  for await (const { key, value } of siteMonths.scan(state)) {
    const sum = sums.get(key);
    sums.delete(key);
    if (value.committedShare > wholeShare) broken.push(`${key}: more than a whole month is committed`);
    if (value.committedShare !== sum?.committedShare) broken.push(`${key}: its commitments promise another share`);
    if (value.calledMicroScu !== sum?.calledMicroScu || value.keptMicroScu !== sum.keptMicroScu)
      broken.push(`${key}: its settled certificates tell otherwise what was called and kept`);
    if (value.backedShare !== sum?.backedShare) broken.push(`${key}: its certificates back another share of money`);
  }
  return [...broken, ...[...sums.keys()].map((key) => `${key} is missing`)];
});
