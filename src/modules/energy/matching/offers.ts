// What is offered in one hour: certificates out of reserved bundles, found by key, and given out in the order of their ids.
import { present } from "#src/core/assert.ts";
import { compareText } from "#src/core/order.ts";
import type { StateReader, Stored } from "#src/state/view.ts";
import { hourOf } from "../days/hours.ts";
import type { Claim, Day } from "../days/schemas.ts";
import { type Issue, requireIssue } from "../issues.ts";
import { intervalsWithin } from "../rules.ts";
import { bundles, devices, supply } from "../tables.ts";
import type { DedicatedVolume } from "./dedicated.ts";
import type { HourVolume } from "./matchHour.ts";

/** Certificates that one reserved bundle has of one hour. */
export interface Offer {
  readonly device: string;
  readonly zone: string;
  readonly gramsPerMwh: number;
  /** Absent where they are for the pool. */
  readonly load?: string | undefined;
  readonly bundle: number;
  readonly firstId: number;
  readonly lastId: number;
}

/** Issues by device and start, each read once for as long as this is kept: an issue never changes, and a day asks for it 24 times. */
export class KnownIssues {
  readonly #issues = new Map<string, Issue>();

  require(state: StateReader, device: string, startMs: number): Issue {
    // One space is in no name.
    const key = `${device} ${startMs}`;
    const known = this.#issues.get(key);
    if (known !== undefined) return known;
    const issue = requireIssue(state, device, startMs);
    this.#issues.set(key, issue);
    return issue;
  }
}

/** The offers of one hour of a day, in the order of devices and ids. A bundle that was withdrawn meanwhile offers nothing. */
export function offersOf(
  state: StateReader,
  dayMs: number,
  day: Stored<Day>,
  hour: number,
  issues: KnownIssues,
): Offer[] {
  const offers: Offer[] = [];
  for (let entry = 0; entry < day.supplyEntries; entry += 1) {
    const { device, firstId } = present(supply.get(state, dayMs, entry), "a day has a row for each of its entries");
    const offer = offerOf(state, device, firstId, hour, issues);
    if (offer !== undefined) offers.push(offer);
  }
  return offers.sort((a, b) => compareText(a.device, b.device) || a.firstId - b.firstId);
}

function offerOf(
  state: StateReader,
  device: string,
  bundle: number,
  hour: number,
  issues: KnownIssues,
): Offer | undefined {
  const row = present(bundles.get(state, device, bundle), "a listed bundle has a row");
  if (row.reserved === undefined) return undefined;
  const { zone } = present(devices.get(state, device), "a bundle has a device");
  const issue = issues.require(state, device, row.startMs);
  const { dayMs, load } = row.reserved;
  // A record may reach into the same hour of another day, but a reserved bundle has certificates of one day alone.
  const intervals = intervalsWithin(issue.intervals, bundle, row.lastId);
  const ofHour = intervals.filter(({ startMs }) => startMs >= dayMs && hourOf(startMs) === hour);
  const [firstId, lastId] = [ofHour[0]?.firstId, ofHour.at(-1)?.lastId];
  if (firstId === undefined || lastId === undefined) return undefined;
  return { device, zone, gramsPerMwh: issue.gramsPerMwh, load, bundle, firstId, lastId };
}

export function offeredWh({ firstId, lastId }: Offer): bigint {
  return BigInt(lastId - firstId + 1);
}

/** Dedicated volumes by generator and load, and the pool's by generator: how certificates are bundled plays no part. */
export function volumesOf(offers: readonly Offer[]): { dedicated: DedicatedVolume[]; generation: HourVolume[] } {
  const dedicated = new Map<string, DedicatedVolume>();
  const generation = new Map<string, HourVolume>();
  for (const offer of offers) {
    const { device, zone, load } = offer;
    const key = stockOf(device, load);
    if (load === undefined) {
      generation.set(key, { device, zone, wh: (generation.get(key)?.wh ?? 0n) + offeredWh(offer) });
    } else {
      const wh = (dedicated.get(key)?.wh ?? 0n) + offeredWh(offer);
      dedicated.set(key, { generator: device, load, wh });
    }
  }
  return { dedicated: [...dedicated.values()], generation: [...generation.values()] };
}

/** One space is in no name. */
function stockOf(device: string, load: string | undefined): string {
  return load === undefined ? device : `${device} ${load}`;
}

/** A claim, with the offer that it is taken from. */
export interface TakenClaim {
  readonly offer: Offer;
  readonly claim: Claim;
}

/** What certificates are taken for: a load, a storage device, or losses between zones where neither is named. */
type Purpose = Pick<Claim, "load" | "charging">;

/** The offers of an hour, from which certificates are taken in the order of their ids. */
export class Stocks {
  readonly #stocks = new Map<string, { readonly offers: Offer[]; at: number; nextId: number }>();

  /** Offers in the order of ids. */
  constructor(offers: readonly Offer[]) {
    for (const offer of offers) {
      const key = stockOf(offer.device, offer.load);
      const stock = this.#stocks.get(key);
      if (stock === undefined) this.#stocks.set(key, { offers: [offer], at: 0, nextId: offer.firstId });
      else stock.offers.push(offer);
    }
  }

  /** Takes so many certificates of a device out of what is dedicated to a load, or out of the pool: one claim for each bundle. */
  take(device: string, dedicatedTo: string | undefined, wh: bigint, purpose: Purpose): TakenClaim[] {
    const stock = present(this.#stocks.get(stockOf(device, dedicatedTo)), "what is matched was offered");
    const taken: TakenClaim[] = [];
    for (let missing = Number(wh); missing > 0; ) {
      const offer = present(stock.offers[stock.at], "no more is matched than was offered");
      const firstId = stock.nextId;
      const lastId = Math.min(offer.lastId, firstId + missing - 1);
      taken.push({ offer, claim: { device, firstId, lastId, ...purpose } });
      missing -= lastId - firstId + 1;
      stock.nextId = lastId + 1;
      if (lastId < offer.lastId) continue;
      stock.at += 1;
      stock.nextId = stock.offers[stock.at]?.firstId ?? 0;
    }
    return taken;
  }
}
