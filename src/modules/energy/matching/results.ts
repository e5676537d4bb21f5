// What an hour came to, for each load and each zone.
import { divideUp } from "#src/core/arithmetic.ts";
import { present } from "#src/core/assert.ts";
import type { State, StateReader, Stored } from "#src/state/view.ts";
import { noAmounts, withHour } from "../days/hours.ts";
import { hoursPerDay, type ZoneDay } from "../days/schemas.ts";
import type { HourOutcome } from "../storage/charging.ts";
import { generationDays, loadDays, zoneDays, zones, zoneTotals } from "../tables.ts";
import type { HourBooks } from "./hourBooks.ts";
import { offeredWh, type TakenClaim } from "./offers.ts";

interface LoadFigures {
  matchedWh: bigint;
  dedicatedWh: bigint;
  claimedMicrograms: bigint;
}

/** Writes what each load was offered alone, what was matched with it, and the carbon of that. */
export function writeLoadResults(
  state: State,
  { dayMs, hour, loads, offers }: HourBooks,
  taken: readonly TakenClaim[],
): void {
  const figures = new Map<string, LoadFigures>(
    loads.map(({ device }) => [device, { matchedWh: 0n, dedicatedWh: 0n, claimedMicrograms: 0n }]),
  );
  for (const offer of offers) {
    const of = figures.get(offer.load ?? "");
    if (of !== undefined) of.dedicatedWh += offeredWh(offer);
  }
  for (const { offer, claim } of taken) {
    const of = figures.get(claim.load ?? "");
    if (of === undefined) continue;
    const wh = BigInt(claim.lastId - claim.firstId + 1);
    of.matchedWh += wh;
    of.claimedMicrograms += wh * BigInt(offer.gramsPerMwh);
  }
  for (const [load, { matchedWh, dedicatedWh, claimedMicrograms }] of figures) {
    if (matchedWh === 0n && dedicatedWh === 0n) continue;
    const row = present(loadDays.get(state, load, dayMs), "a listed load has readings");
    loadDays.put(state, load, dayMs, {
      ...row,
      matchedWh: withHour(row.matchedWh, hour, matchedWh),
      dedicatedWh: withHour(row.dedicatedWh, hour, dedicatedWh),
      claimedMicrograms: withHour(row.claimedMicrograms, hour, claimedMicrograms),
    });
  }
}

/** One hour of a zone. */
type ZoneFigures = { readonly [Name in keyof ZoneDay]: ZoneDay[Name][number] };

/** Writes the figures of each zone that has any on this day, and adds up what its meters disagree about. */
export function writeZoneResults(state: State, books: HourBooks, matching: HourOutcome): void {
  const { dayMs, hour } = books;
  for (const zone of books.zones) {
    const figures = figuresOf(state, zone, books, matching);
    const isEmpty = Object.entries(figures).every(([name, figure]) => name === "residualGramsPerMwh" || figure === 0n);
    const known = zoneDays.get(state, zone, dayMs);
    if (isEmpty && known === undefined) continue;
    zoneDays.put(state, zone, dayMs, withFigures(known ?? emptyZoneDay(defaultOf(state, zone)), hour, figures));
    addUnexplained(state, zone, figures.unexplainedWh);
  }
}

function figuresOf(state: StateReader, zone: string, books: HourBooks, matching: HourOutcome): ZoneFigures {
  const { dayMs, hour, offers, loads, flows } = books;
  const generated = generationDays.get(state, zone, dayMs);
  const generationWh = generated?.generationWh[hour] ?? 0n;
  const demandWh = sumOf(loads, (load) => (load.zone === zone ? load.wh : 0n));
  const importedWh = sumOf(matching.flows, (flow) => (flow.to === zone ? flow.wh : 0n));
  const names = new Set(loads.filter((load) => load.zone === zone).map(({ device }) => device));
  const pairs = [...matching.dedicated, ...matching.pairs];
  const inflowWh = sumOf(flows, (flow) => (flow.to === zone ? flow.arrivedWh : 0n));
  const outflowWh = sumOf(flows, (flow) => (flow.from === zone ? flow.sentWh : 0n));
  const storages = books.storages.filter((storage) => storage.zone === zone);
  const chargedWh = sumOf(storages, (storage) => storage.chargedWh);
  const dischargedWh = sumOf(storages, (storage) => storage.dischargedWh);
  const charging = new Set(storages.map((storage) => storage.charging));
  return {
    generationWh,
    offeredWh: sumOf(offers, (offer) => (offer.zone === zone ? offeredWh(offer) : 0n)),
    pooledWh: sumOf(offers, (offer) => (offer.zone === zone && offer.load === undefined ? offeredWh(offer) : 0n)),
    demandWh,
    matchedWh: sumOf(pairs, ({ load, wh }) => (names.has(load) ? wh : 0n)),
    importedWh,
    exportedWh: sumOf(matching.flows, (flow) => (flow.from === zone ? flow.wh : 0n)),
    lostWh: sumOf(matching.losses, (lost) => (lost.zone === zone ? lost.wh : 0n)),
    chargedWh,
    chargedCleanWh: sumOf(matching.charged, (pair) => (charging.has(pair.charging) ? pair.wh : 0n)),
    dischargedWh,
    unexplainedWh: generationWh + dischargedWh + inflowWh - outflowWh - demandWh - chargedWh,
    residualGramsPerMwh: residualOf(
      generated?.remainingWh[hour] ?? 0n,
      generated?.remainingMicrograms[hour] ?? 0n,
      defaultOf(state, zone),
    ),
  };
}

/**
 * The intensity of a zone's metered generation after all clean certificates issued for the hour are taken out, claimed or
 * not: who sold them cannot be told by those who did not buy. Rounds up; the zone's default where nothing is left.
 */
export function residualOf(remainingWh: bigint, remainingMicrograms: bigint, otherwise: number): number {
  return remainingWh === 0n ? otherwise : Number(divideUp(remainingMicrograms, remainingWh));
}

function defaultOf(state: StateReader, zone: string): number {
  return present(zones.get(state, zone), "a listed zone is registered").residualGramsPerMwh;
}

const emptyZoneDay = (residualGramsPerMwh: number): ZoneDay => ({
  generationWh: noAmounts(),
  offeredWh: noAmounts(),
  pooledWh: noAmounts(),
  demandWh: noAmounts(),
  matchedWh: noAmounts(),
  importedWh: noAmounts(),
  exportedWh: noAmounts(),
  lostWh: noAmounts(),
  chargedWh: noAmounts(),
  chargedCleanWh: noAmounts(),
  dischargedWh: noAmounts(),
  unexplainedWh: noAmounts(),
  residualGramsPerMwh: new Array<number>(hoursPerDay).fill(residualGramsPerMwh),
});

function withFigures(row: Stored<ZoneDay>, hour: number, figures: ZoneFigures): ZoneDay {
  const set = (name: Exclude<keyof ZoneDay, "residualGramsPerMwh">) => withHour(row[name], hour, figures[name]);
  return {
    generationWh: set("generationWh"),
    offeredWh: set("offeredWh"),
    pooledWh: set("pooledWh"),
    demandWh: set("demandWh"),
    matchedWh: set("matchedWh"),
    importedWh: set("importedWh"),
    exportedWh: set("exportedWh"),
    lostWh: set("lostWh"),
    chargedWh: set("chargedWh"),
    chargedCleanWh: set("chargedCleanWh"),
    dischargedWh: set("dischargedWh"),
    unexplainedWh: set("unexplainedWh"),
    residualGramsPerMwh: withHour(row.residualGramsPerMwh, hour, figures.residualGramsPerMwh),
  };
}

function addUnexplained(state: State, zone: string, unexplainedWh: bigint): void {
  if (unexplainedWh === 0n) return;
  const total = zoneTotals.get(state, zone) ?? { unexplainedMoreWh: 0n, unexplainedLessWh: 0n };
  const [moreWh, lessWh] = unexplainedWh > 0n ? [unexplainedWh, 0n] : [0n, -unexplainedWh];
  zoneTotals.put(state, zone, {
    unexplainedMoreWh: total.unexplainedMoreWh + moreWh,
    unexplainedLessWh: total.unexplainedLessWh + lessWh,
  });
}

function sumOf<Item>(items: readonly Item[], wattHours: (item: Item) => bigint): bigint {
  return items.reduce((sum, item) => sum + wattHours(item), 0n);
}
