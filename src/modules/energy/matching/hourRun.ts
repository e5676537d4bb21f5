// One hour of a closed day: the matching, the certificates behind it, and what is written of it.
import type { State } from "#src/state/view.ts";
import { requireDay } from "../days/days.ts";
import { hourMs as hourLengthMs } from "../days/hours.ts";
import { events } from "../events.ts";
import { days } from "../tables.ts";
import { writeClaims } from "./claims.ts";
import { type HourBooks, readHour } from "./hourBooks.ts";
import { type HourMatching, matchHour } from "./matchHour.ts";
import { Stocks, type TakenClaim, volumesOf } from "./offers.ts";
import { writeLoadResults, writeZoneResults } from "./results.ts";

/** Matches the next hour of a day, and returns how many entries it looked at. */
export function matchNextHour(state: State, dayMs: number): number {
  const day = requireDay(state, dayMs);
  const books = readHour(state, dayMs, day);
  const matching = matchBooks(books);
  const taken = takeCertificates(books, matching);
  writeClaims(state, books, taken);
  writeLoadResults(state, books, taken);
  writeZoneResults(state, books, matching);
  days.put(state, dayMs, { ...requireDay(state, dayMs), matchedHours: day.matchedHours + 1 });
  announce(state, books, matching);
  return day.supplyEntries + day.demandEntries + books.zones.length + books.flows.length;
}

function matchBooks({ offers, loads, flows }: HourBooks): HourMatching {
  return matchHour({ ...volumesOf(offers), loads, links: flows });
}

/** The certificates behind the matching: dedicated ones, those of the pool, and those for losses, each in the order of ids. */
function takeCertificates({ offers }: HourBooks, matching: HourMatching): TakenClaim[] {
  const stocks = new Stocks(offers);
  return [
    ...matching.dedicated.flatMap(({ generator, load, wh }) => stocks.take(generator, load, wh, load)),
    ...matching.pairs.flatMap(({ generator, load, wh }) => stocks.take(generator, undefined, wh, load)),
    ...matching.losses.flatMap(({ device, wh }) => stocks.take(device, undefined, wh, undefined)),
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
