// Listings of GPUs to rent: no trades, so that what is quoted is the median of a day's sound ones, if there are enough.

import { usageFailure } from "#src/cli/failure.ts";
import { parseAmount } from "#src/cli/importing/cells.ts";
import { type Refused, type RefusedReason, refusedAt } from "#src/cli/importing/refused.ts";
import { type Period, parseDay } from "./periods.ts";
import {
  type FilePrice,
  nothing,
  type PriceForm,
  parsePrice,
  type RowPrices,
  refusedRow,
  type Wanted,
} from "./priceForm.ts";
import { priceDecimals } from "./units.ts";

export interface ListingRules {
  /** Fewer make no price. */
  readonly leastListings: number;
  /** A share as text, such as 0.90. */
  readonly leastReliability: string;
}

export const listingColumns = [
  ...["series", "listing_id", "gpu_name", "num_gpus", "dph_total", "dph_per_gpu", "reliability", "geolocation"],
  ...["datacenter", "last_seen", "gpu_ram_gb", "collected_utc"],
];

const unit = 10n ** BigInt(priceDecimals);
/** The column for each GPU is rounded to millionths of a dollar. */
const roundingScaled = unit / 1_000_000n;
const gpusMax = 1_024n;
/** What is remembered of one file; all the world's listings of a day are a hundredth. */
const listingsMax = 1_000_000;
const seenAt = /^(\d{4}-\d{2}-\d{2})T\d{2}:\d{2}:\d{2}(?:\.\d+)?(?:\+00:00|Z)$/;

interface Listing {
  readonly scaled: bigint;
  readonly seenText: string;
  readonly line: number;
}

interface ClassDay {
  readonly series: string;
  readonly period: Period;
  readonly listings: Map<string, Listing>;
  readonly firstLine: number;
}

/**
 * A class is `SERIES/MEMORY` as the file writes both: one series holds cards of 40 and of 80 GB, and one price of both is
 * a price of neither.
 */
export function listingsForm({ leastListings, leastReliability }: ListingRules, wanted: Wanted): PriceForm {
  const least = parseAmount(leastReliability, priceDecimals);
  if ("reason" in least || least.value > unit) throw usageFailure("--least-reliability is a share such as 0.90");
  const days = new Map<string, ClassDay>();
  let remembered = 0;
  return {
    unitOf: () => ({ currency: "USD", unit: "GPU-h" }),
    row(cells, line) {
      const [name = "", id = "", , gpus = "", total = "", each = "", reliability = "", , , , memory = "", seen = ""] =
        cells;
      const series = wanted.series(`${name}/${memory}`);
      if (series === undefined) return nothing;
      const day = dayOf(seen);
      if ("reason" in day) return refusedRow({ line, column: "collected_utc", value: seen }, day.reason);
      if (!wanted.period(day.value)) return nothing;
      const sound = soundPrice({ gpus, total, each, reliability }, least.value);
      if ("reason" in sound) return refusedRow({ line, column: sound.column, value: sound.value }, sound.reason);
      const key = `${series} ${day.value.name}`;
      const classDay = days.get(key) ?? { series, period: day.value, listings: new Map(), firstLine: line };
      days.set(key, classDay);
      remembered += 1;
      if (remembered > listingsMax) throw usageFailure(`the file has more than ${listingsMax} listings: choose fewer`);
      return addListing(classDay, id, { scaled: sound.scaled, seenText: seen, line });
    },
    end() {
      const ended = [...days.values()].map((day) => priceOf(day, leastListings));
      return {
        prices: ended.flatMap((found) => ("scaled" in found ? [found] : [])),
        refused: ended.flatMap((found) => ("scaled" in found ? [] : [found])),
      };
    },
  };
}

function dayOf(seen: string): ReturnType<typeof parseDay> {
  const [, day] = seenAt.exec(seen) ?? [];
  return day === undefined && seen.trim() !== "" ? { reason: "periodFormUnknown" } : parseDay(day ?? "", "yyyy-mm-dd");
}

interface ListingCells {
  readonly gpus: string;
  readonly total: string;
  readonly each: string;
  readonly reliability: string;
}
type Fault = { readonly column: string; readonly value: string; readonly reason: RefusedReason };

function soundPrice({ gpus, total, each, reliability }: ListingCells, least: bigint): { scaled: bigint } | Fault {
  const count = /^[1-9]\d{0,3}$/.test(gpus) ? BigInt(gpus) : 0n;
  if (count === 0n || count > gpusMax) return { column: "num_gpus", value: gpus, reason: "gpusUnknown" };
  const whole = parsePrice(total);
  if ("reason" in whole) return { column: "dph_total", value: total, reason: whole.reason };
  const one = parsePrice(each);
  if ("reason" in one) return { column: "dph_per_gpu", value: each, reason: one.reason };
  const apart = whole.value - one.value * count;
  if ((apart < 0n ? -apart : apart) > roundingScaled * count)
    return { column: "dph_per_gpu", value: each, reason: "perGpuDiffers" };
  const share = parseAmount(reliability, priceDecimals);
  if ("reason" in share || share.value > unit)
    return { column: "reliability", value: reliability, reason: "reliabilityUnknown" };
  if (share.value < least) return { column: "reliability", value: reliability, reason: "unreliable" };
  return { scaled: one.value };
}

/** Of a listing that is seen several times a day the last counts. */
function addListing({ listings }: ClassDay, id: string, listing: Listing): RowPrices {
  const known = listings.get(id);
  const isLater = known === undefined || listing.seenText >= known.seenText;
  if (isLater) listings.set(id, listing);
  if (known === undefined) return nothing;
  const { line, seenText: value } = isLater ? known : listing;
  const told = refusedAt({ line, column: "listing_id", value: id }, "listingAgain", { details: { seen: value } });
  return { prices: [], refused: [{ ...told, refused: false }] };
}

/** The middle one, of two the mean, rounded down; the confidence is the wider distance to the quartiles, as the oracle's. */
function priceOf({ series, period, listings, firstLine: line }: ClassDay, least: number): FilePrice | Refused {
  const place = { line, column: "dph_per_gpu", value: `${series} ${period.name}: ${listings.size} listings` };
  if (listings.size < least) return refusedAt(place, "tooFewListings");
  const sorted = [...listings.values()]
    .map(({ scaled }) => scaled)
    .sort((left, right) => (left < right ? -1 : left > right ? 1 : 0));
  const at = (index: number) => sorted[index] ?? 0n;
  const middle = sorted.length >> 1;
  const scaled = sorted.length % 2 === 1 ? at(middle) : (at(middle - 1) + at(middle)) / 2n;
  const quartile = sorted.length >> 2;
  const [below, above] = [scaled - at(quartile), at(sorted.length - 1 - quartile) - scaled];
  const confidenceScaled = below > above ? below : above;
  if (confidenceScaled > scaled) return refusedAt(place, "listingsTooWide");
  return { ...place, series, period, scaled, confidenceScaled };
}
