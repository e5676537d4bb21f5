// Promises of the module `compute`, checked by scanning.
import { defineInvariant } from "#src/machine/invariant.ts";
import { read as bonds } from "#src/modules/bonds/access.ts";
import { read as energy } from "#src/modules/energy/access.ts";
import type { StateScanner } from "#src/state/view.ts";
import { shareOfMonth } from "./capacity.ts";
import { emptyDay } from "./delivering.ts";
import { dayMs, hourMs, wholeShare } from "./rules.ts";
import {
  certificates,
  commitments,
  deliveries,
  heldCertificates,
  jobs,
  siteDays,
  siteMonths,
  sites,
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

/** The sums of a site's day are those of its deliveries, and each job has one delivery. */
export const siteDaysEqualDeliveries = defineInvariant(async ({ state }) => {
  const broken: string[] = [];
  const sums = new Map<string, { delivered: bigint[]; attributed: bigint[] }>();
  const jobsSeen = new Map<string, number>();
  for await (const { parts, value } of deliveries.scan(state)) {
    const number = Number(parts[0]);
    const hex = Array.from(value.jobHash, (byte) => byte.toString(16).padStart(2, "0")).join("");
    if (jobsSeen.has(hex)) broken.push(`job ${hex} was delivered twice`);
    jobsSeen.set(hex, number);
    if (jobs.get(state, hex)?.delivery !== number) broken.push(`delivery ${number} is not that of its job`);
    for (const [at, microScu] of value.hoursMicroScu.entries()) {
      const atMs = value.startMs + at * hourMs;
      const start = atMs - (atMs % dayMs);
      const key = siteDays.key(value.site, start);
      const sum = sums.get(key) ?? { delivered: emptyDay().deliveredMicroScu, attributed: emptyDay().attributedWh };
      const hour = (atMs - start) / hourMs;
      sum.delivered[hour] = (sum.delivered[hour] ?? 0n) + microScu;
      sum.attributed[hour] = (sum.attributed[hour] ?? 0n) + (value.attributedWh[at] ?? 0n);
      sums.set(key, sum);
    }
  }
  for await (const { key, value } of siteDays.scan(state)) {
    const sum = sums.get(key);
    sums.delete(key);
    const isSame =
      sum?.delivered.join() === value.deliveredMicroScu.join() && sum.attributed.join() === value.attributedWh.join();
    if (!isSame) broken.push(`${key} is not the sum of its deliveries`);
  }
  return [...broken, ...[...sums.keys()].map((key) => `${key} is missing`)];
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

/** The certificates of a commitment are all that was promised; none has more delivered than promised; an open one is bonded. */
export const certificatesEqualCommitments = defineInvariant(async ({ state }) => {
  const broken: string[] = [];
  const sums = await certificatesByCommitment(state);
  for await (const { parts, value } of commitments.scan(state)) {
    const sum = sums.get(Number(parts[0]));
    const ids = [...value.certificateIds].sort((left, right) => left - right);
    const isWhole = sum?.microScuHours === value.microScuHours && sum.ids.join() === ids.join();
    if (!isWhole) broken.push(`commitment ${parts[0]} is not what its certificates sum to`);
    if (value.settledMs === undefined && !bonds.has(state, value.bond))
      broken.push(`commitment ${parts[0]} has no bond`);
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

/** A site's month is not promised beyond what there is, and what backs money is what its certificates say. */
export const monthsEqualCertificates = defineInvariant(async ({ state }) => {
  const broken: string[] = [];
  const backed = new Map<string, bigint>();
  for await (const { value } of certificates.scan(state)) {
    const key = siteMonths.key(value.site, value.month);
    const share = value.state === "active" ? 0n : shareOfMonth(state, value, value.microScuHours);
    backed.set(key, (backed.get(key) ?? 0n) + share);
  }
  for await (const { key, value } of siteMonths.scan(state)) {
    if (value.committedShare > wholeShare) broken.push(`${key}: more than a whole month is committed`);
    if (value.backedShare !== (backed.get(key) ?? 0n))
      broken.push(`${key}: its certificates back another share of money`);
  }
  return broken;
});
