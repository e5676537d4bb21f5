// The rows that days must have: made anew from records, offers and claims.
import type { ExpectedRow, Model } from "../model.ts";
import {
  type Claim,
  type Day,
  dayMs as dayLength,
  dayStart,
  energyOf,
  hourMs as hourLength,
  type Offer,
  total,
} from "./book.ts";
import type { Told } from "./days.ts";
import { allTold } from "./hours.ts";
import { gramsOf, zoneStorage } from "./storage.ts";

const padded = (number: number) => number.toString().padStart(16, "0");
const hours = Array.from({ length: 24 }, (_, hour) => hour);
const noWh = () => new Array<bigint>(24).fill(0n);
const up = (milli: bigint) => (milli + 999n) / 1_000n;
const wh = ({ firstId, lastId }: { readonly firstId: number; readonly lastId: number }) => BigInt(lastId - firstId + 1);

type Made = Claim & { readonly device: string; readonly zone: string };

/** All claims, with their devices and zones. */
function claimsOf(model: Model): Made[] {
  const { claims, devices } = energyOf(model);
  return claims
    .entries()
    .flatMap(([device, list]) => list.map((claim) => ({ ...claim, device, zone: devices.at(device).zone })));
}

function* claimRows(made: readonly Made[]): Generator<ExpectedRow> {
  const byHour = new Map<string, Made[]>();
  for (const claim of made) {
    const key = `${claim.zone}/${padded(claim.hourMs)}`;
    byHour.set(key, [...(byHour.get(key) ?? []), claim]);
  }
  for (const [key, list] of byHour) {
    const sorted = list.sort((a, b) => (a.device === b.device ? a.firstId - b.firstId : a.device < b.device ? -1 : 1));
    const shown = sorted.map(({ device, firstId, lastId, load, charging }) => ({
      device,
      firstId,
      lastId,
      load,
      charging,
    }));
    for (let part = 0; part * 256 < shown.length; part += 1) {
      yield [`energy/claims/${key}/${padded(part)}`, shown.slice(part * 256, part * 256 + 256)];
    }
  }
}

interface Facts {
  readonly model: Model;
  readonly made: readonly Made[];
  readonly told: ReadonlyMap<string, ReadonlyMap<number, Told>>;
  readonly hourOffers: ReadonlyMap<number, readonly Offer[]>;
}

/** Sums by hour of a day, of hours that are matched. */
function perHour(day: number, row: Day, sumOf: (startMs: number) => bigint): bigint[] {
  return hours.map((hour) => (hour < row.matchedHours ? sumOf(day + hour * hourLength) : 0n));
}

function* loadRows({ model, made, told, hourOffers }: Facts): Generator<ExpectedRow> {
  const { devices, days } = energyOf(model);
  for (const [load, { kind }] of devices.entries()) {
    if (kind !== "load") continue;
    for (const [day, entry] of told.get(load) ?? []) {
      const own = made.filter((claim) => claim.load === load && dayStart(claim.hourMs) === day);
      const at = (startMs: number) => own.filter((claim) => claim.hourMs === startMs);
      const row = days.at(day);
      const offered = (startMs: number) => (hourOffers.get(startMs) ?? []).filter((offer) => offer.load === load);
      const value = {
        demandMilliWh: entry.inTime,
        ...(entry.isLate && { lateMilliWh: entry.late }),
        recordedMinutes: entry.minutes,
        matchedWh: perHour(day, row, (startMs) => total(at(startMs).map(wh))),
        dedicatedWh: entry.isTold ? perHour(day, row, (startMs) => total(offered(startMs).map(wh))) : noWh(),
        claimedMicrograms: perHour(day, row, (startMs) =>
          total(at(startMs).map((claim) => wh(claim) * gramsOf(model, claim.device, claim.hourMs))),
        ),
      };
      yield [`energy/load-day/${load}/${padded(day)}`, value];
    }
  }
}

function* meterRows({ model, told }: Facts): Generator<ExpectedRow> {
  const { devices, days } = energyOf(model);
  for (const [device, { kind }] of devices.entries()) {
    for (const [day, { inTime, late, minutes, isTold }] of told.get(device) ?? []) {
      if (kind === "submeter") {
        const meteredMilliWh = inTime.map((value, hour) => value + (late[hour] ?? 0n));
        yield [`energy/submeter-day/${device}/${padded(day)}`, { meteredMilliWh, recordedMinutes: minutes }];
      }
      const isFlow = kind === "interconnector" || kind === "charging" || kind === "discharging";
      const isKept = isFlow && isTold && days.at(day).matchedMs === undefined;
      if (isKept) yield [`energy/flow/${device}/${padded(day)}`, { flowMilliWh: inTime }];
    }
  }
}

/** Generation in time, and what of it is not clean with its carbon, in each hour of a day; undefined where nothing was told. */
function generationOf({ model, told }: Facts, zone: string, day: number) {
  const { devices, days } = energyOf(model);
  const { cleanMostGramsPerMwh } = days.at(day);
  let isTold = false;
  const sums = { generationWh: noWh(), remainingWh: noWh(), remainingMicrograms: noWh() };
  for (const [device, { kind, zone: own, production }] of devices.entries()) {
    const entry = told.get(device)?.get(day);
    if (kind !== "generation" || own !== zone || entry?.isTold !== true) continue;
    isTold = true;
    const grams = production?.carbonGramsPerMwh ?? 0;
    for (const [hour, passed] of entry.passedWh.entries()) {
      sums.generationWh[hour] = (sums.generationWh[hour] ?? 0n) + passed;
      if (grams <= cleanMostGramsPerMwh) continue;
      sums.remainingWh[hour] = (sums.remainingWh[hour] ?? 0n) + passed;
      sums.remainingMicrograms[hour] = (sums.remainingMicrograms[hour] ?? 0n) + passed * BigInt(grams);
    }
  }
  return isTold ? sums : undefined;
}

function zoneHour(facts: Facts, zone: string, startMs: number, generated: ReturnType<typeof generationOf>) {
  const { model, made, told, hourOffers } = facts;
  const { devices, zones, measured } = energyOf(model);
  const [day, hour] = [dayStart(startMs), Math.floor((startMs % dayLength) / hourLength)];
  const zoneOf = (load: string | undefined) => (load === undefined ? undefined : devices.at(load).zone);
  const now = made.filter((claim) => claim.hourMs === startMs);
  const sum = (claims: readonly Made[]) => total(claims.map(wh));
  const offers = (hourOffers.get(startMs) ?? []).filter((offer) => offer.zone === zone);
  const demandWh = total(
    devices.entries().map(([device, { kind, zone: own }]) => {
      const milli = told.get(device)?.get(day)?.inTime[hour] ?? 0n;
      return kind === "load" && own === zone ? up(milli) : 0n;
    }),
  );
  const flows = measured.get(startMs) ?? [];
  const generationWh = generated?.generationWh[hour] ?? 0n;
  const inWh = total(flows.filter(({ to }) => to === zone).map(({ arrivedWh }) => arrivedWh));
  const outWh = total(flows.filter(({ from }) => from === zone).map(({ sentWh }) => sentWh));
  const leftWh = generated?.remainingWh[hour] ?? 0n;
  const micrograms = generated?.remainingMicrograms[hour] ?? 0n;
  const { chargedWh, dischargedWh } = zoneStorage(model, zone, { day, hour, told });
  return {
    generationWh,
    offeredWh: total(offers.map(wh)),
    pooledWh: total(offers.filter(({ load }) => load === undefined).map(wh)),
    demandWh,
    matchedWh: sum(now.filter((claim) => zoneOf(claim.load) === zone)),
    importedWh: sum(now.filter((claim) => zoneOf(claim.load) === zone && claim.zone !== zone)),
    exportedWh: sum(
      now.filter((claim) => claim.zone === zone && claim.load !== undefined && zoneOf(claim.load) !== zone),
    ),
    lostWh: sum(now.filter((claim) => claim.zone === zone && claim.load === undefined && claim.charging === undefined)),
    chargedWh,
    chargedCleanWh: sum(now.filter((claim) => claim.zone === zone && claim.charging !== undefined)),
    dischargedWh,
    unexplainedWh: generationWh + dischargedWh + inWh - outWh - demandWh - chargedWh,
    residualGramsPerMwh:
      leftWh === 0n ? zones.at(zone).residualGramsPerMwh : Number((micrograms + leftWh - 1n) / leftWh),
  };
}

type ZoneHour = ReturnType<typeof zoneHour>;

/** Zones' hours of days that are matched: nothing changes them any more. */
const settled = new WeakMap<Model, Map<string, ZoneHour[]>>();

function matchedHoursOf(facts: Facts, zone: string, day: number, row: Day): ZoneHour[] {
  const kept = settled.get(facts.model) ?? new Map<string, ZoneHour[]>();
  settled.set(facts.model, kept);
  const key = `${zone} ${day}`;
  const before = kept.get(key);
  if (before !== undefined) return before;
  const generated = generationOf(facts, zone, day);
  const known = hours
    .filter((hour) => hour < row.matchedHours)
    .map((hour) => zoneHour(facts, zone, day + hour * hourLength, generated));
  if (row.matchedMs !== undefined) kept.set(key, known);
  return known;
}

function* zoneRows(facts: Facts): Generator<ExpectedRow> {
  const { zones, days } = energyOf(facts.model);
  const unexplained = new Map<string, bigint[]>();
  for (const [zone, { residualGramsPerMwh }] of zones.entries()) {
    for (const [day, row] of days.entries()) {
      const generated = row.matchedMs === undefined ? generationOf(facts, zone, day) : undefined;
      if (generated !== undefined) yield [`energy/generation/${zone}/${padded(day)}`, generated];
      const known = matchedHoursOf(facts, zone, day, row);
      const isEmpty = known.every((figures) =>
        Object.values(figures).every((figure) => typeof figure === "number" || figure === 0n),
      );
      if (isEmpty) continue;
      const figure = <Name extends keyof ZoneHour>(name: Name, otherwise: ZoneHour[Name]) =>
        hours.map((hour) => known[hour]?.[name] ?? otherwise);
      const names = Object.keys(known[0] ?? {}) as (keyof ZoneHour)[];
      const value = names.map((name) => [
        name,
        figure(name, name === "residualGramsPerMwh" ? residualGramsPerMwh : 0n),
      ]);
      yield [`energy/zone-day/${zone}/${padded(day)}`, Object.fromEntries(value)];
      unexplained.set(zone, [...(unexplained.get(zone) ?? []), ...known.map((each) => each.unexplainedWh)]);
    }
  }
  for (const [zone, list] of unexplained) {
    const unexplainedMoreWh = total(list.filter((each) => each > 0n));
    const unexplainedLessWh = -total(list.filter((each) => each < 0n));
    if (unexplainedMoreWh + unexplainedLessWh > 0n) {
      yield [`energy/zone-total/${zone}`, { unexplainedMoreWh, unexplainedLessWh }];
    }
  }
}

function* queueRows(model: Model): Generator<ExpectedRow> {
  const { days, pieces, closings, closingsEver, closed, instructions } = energyOf(model);
  for (const [day, { supply, demand, ...row }] of days.entries()) {
    yield [`energy/day/${padded(day)}`, { ...row, supplyEntries: supply.length, demandEntries: demand.length }];
    const holders = new Map<string, number>();
    for (const [at, { device, firstId }] of supply.entries()) {
      yield [`energy/supply/${padded(day)}/${padded(at)}`, { device, firstId }];
      const holder = pieces.at(device).find((piece) => piece.firstId === firstId)?.holder ?? "";
      holders.set(holder, (holders.get(holder) ?? 0) + 1);
    }
    for (const [holder, count] of holders) yield [`energy/supply-count/${padded(day)}/${holder}`, count];
    for (const [at, load] of demand.entries()) yield [`energy/demand/${padded(day)}/${padded(at)}`, { load }];
  }
  for (const [device, instruction] of instructions.entries()) yield [`energy/instruction/${device}`, instruction];
  const waiting = closings.value;
  if (closingsEver.value > 0) yield ["energy/closing/size", { size: waiting.length, sequence: closingsEver.value }];
  for (const [at, entry] of waiting.entries()) yield [`energy/closing/entry/${padded(at)}`, entry];
  const { first, days: queued } = closed.value;
  if (queued.length > 0) yield ["energy/closed/ends/days", { first, next: first + queued.length }];
  for (const [at, dayMs] of queued.entries()) yield [`energy/closed/item/days/${padded(first + at)}`, { dayMs }];
}

export function* dayRows(model: Model): Generator<ExpectedRow> {
  const hourOffers = new Map(
    energyOf(model)
      .offers.entries()
      .map(([startMs, list]) => [Number(startMs), list]),
  );
  const facts = { model, made: claimsOf(model), told: allTold(model), hourOffers };
  yield* queueRows(model);
  yield* claimRows(facts.made);
  yield* loadRows(facts);
  yield* meterRows(facts);
  yield* zoneRows(facts);
}
