// One hour of a closed day: what storage discharged, the matching, the certificates behind it, and what is written of it.
import type { State } from "#src/state/view.ts";
import { requireDay } from "../days/days.ts";
import { hourMs as hourLengthMs } from "../days/hours.ts";
import { events } from "../events.ts";
import { type HourOutcome, leftOver, serveCharging } from "../storage/charging.ts";
import { dischargeStorages } from "../storage/discharging.ts";
import { storageHoursOf } from "../storage/storageHours.ts";
import { storeCharges } from "../storage/storing.ts";
import { days, zoneNames } from "../tables.ts";
import { writeClaims } from "./claims.ts";
import { type HourBooks, readHour } from "./hourBooks.ts";
import { type HourMatching, matchHour } from "./matchHour.ts";
import { type KnownIssues, Stocks, type TakenClaim, volumesOf } from "./offers.ts";
import { writeLoadResults, writeZoneResults } from "./results.ts";

/** Matches the next hour of a day, and returns how many entries it looked at. */
export function matchNextHour(state: State, dayMs: number, issues: KnownIssues): number {
  const hour = requireDay(state, dayMs).matchedHours;
  const hourMs = dayMs + hour * hourLengthMs;
  const storages = storageHoursOf(state, zoneNames.get(state) ?? [], dayMs, hour);
  const draws = dischargeStorages(state, dayMs, hourMs, storages);
  // Read only now: what was just discharged is on offer.
  const day = requireDay(state, dayMs);
  const books = readHour(state, dayMs, day, storages, issues);
  const outcome = matchBooks(books);
  const taken = takeCertificates(books, outcome);
  writeClaims(state, books, taken);
  storeCharges(state, hourMs, storages, taken);
  writeLoadResults(state, books, taken);
  writeZoneResults(state, books, outcome);
  days.put(state, dayMs, { ...requireDay(state, dayMs), matchedHours: hour + 1 });
  announce(state, books, outcome);
  const { zones, flows } = books;
  return day.supplyEntries + day.demandEntries + zones.length + flows.length + storages.length + draws;
}

/** Storage comes last: charging it never takes a certificate from a load. */
function matchBooks({ offers, loads, flows, storages }: HourBooks): HourOutcome {
  const volumes = volumesOf(offers);
  const matching = matchHour({ ...volumes, loads, links: flows });
  const charges = storages.map(({ charging, zone, chargedWh }) => ({ device: charging, zone, wh: chargedWh }));
  return { ...matching, charged: serveCharging(leftOver(volumes.generation, matching), charges) };
}

/** The certificates behind the matching, each in the order of ids: dedicated ones, those of the pool, for losses, for storage. */
function takeCertificates({ offers }: HourBooks, { dedicated, pairs, losses, charged }: HourOutcome): TakenClaim[] {
  const stocks = new Stocks(offers);
  return [
    ...dedicated.flatMap(({ generator, load, wh }) => stocks.take(generator, load, wh, { load })),
    ...pairs.flatMap(({ generator, load, wh }) => stocks.take(generator, undefined, wh, { load })),
    ...losses.flatMap(({ device, wh }) => stocks.take(device, undefined, wh, {})),
    ...charged.flatMap(({ generator, charging, wh }) => stocks.take(generator, undefined, wh, { charging })),
  ];
}

/** An hour in which nobody consumed is not worth telling. */
function announce(state: State, { dayMs, hour, loads }: HourBooks, { dedicated, pairs, losses }: HourMatching): void {
  const demandWh = sumOf(loads);
  if (demandWh === 0n) return;
  const matchedWh = sumOf(dedicated) + sumOf(pairs);
  state.emit(events.hourMatched({ hourMs: dayMs + hour * hourLengthMs, demandWh, matchedWh, lostWh: sumOf(losses) }));
}

function sumOf(volumes: readonly { readonly wh: bigint }[]): bigint {
  return volumes.reduce((sum, { wh }) => sum + wh, 0n);
}
