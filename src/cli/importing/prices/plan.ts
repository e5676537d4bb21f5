// What is to be quoted: prices of a file in the feed's unit, each as of the moment at which it was known.
import { formatHour } from "#src/cli/importing/cells.ts";
import { type Refused, type RefusedReason, refusedAt } from "#src/cli/importing/refused.ts";
import { openMarketMs } from "#src/core/marketTime.ts";
import type { Mapping } from "./columns.ts";
import type { LedgerFeed } from "./ledgerFeeds.ts";
import type { PriceFile } from "./priceFile.ts";
import type { FilePrice } from "./priceForm.ts";
import { nanoPer } from "./units.ts";

/** The oracle's own bound: a million of the numeraire for one unit. */
const priceNanoMax = 10n ** 15n;

export interface PlannedQuote {
  readonly feed: string;
  readonly priceNano: bigint;
  readonly confidenceNano: bigint;
  readonly observedMs: number;
  readonly price: FilePrice;
}

/** Quotes of one moment, at most one of each feed, in the order of the mappings. */
export interface Moment {
  readonly observedMs: number;
  readonly quotes: readonly PlannedQuote[];
}

export interface PlanOptions {
  readonly mappings: readonly Mapping[];
  readonly feeds: ReadonlyMap<string, LedgerFeed>;
  /** How much later than in the file everything is observed; nothing, unless history is replayed. */
  readonly shiftMs: number;
  /** Of prices whose file tells nothing of how sure they are. */
  readonly confidenceBp: number;
  refuse(entry: Refused): void;
}

/** The moments of the file in their order. */
export function planQuotes({ series }: PriceFile, options: PlanOptions): readonly Moment[] {
  const moments = new Map<number, PlannedQuote[]>();
  for (const { column, feed } of options.mappings) {
    const [found, ledgerFeed] = [series.get(column), options.feeds.get(feed)];
    if (found === undefined || ledgerFeed === undefined) continue;
    for (const price of found.prices) {
      const quote = quoteOf(price, { feed, from: found.unit.unit, to: ledgerFeed.unit }, options);
      if (typeof quote === "string") {
        options.refuse(refusedAt(price, quote, { feed }));
        continue;
      }
      const quotes = moments.get(quote.observedMs) ?? [];
      moments.set(quote.observedMs, quotes);
      quotes.push(quote);
    }
  }
  return [...moments]
    .map(([observedMs, quotes]) => ({ observedMs, quotes }))
    .sort((left, right) => left.observedMs - right.observedMs);
}

function quoteOf(
  price: FilePrice,
  { feed, from, to }: { readonly feed: string; readonly from: string; readonly to: string },
  { shiftMs, confidenceBp }: PlanOptions,
): PlannedQuote | RefusedReason {
  const priceNano = nanoPer(to, from, price.scaled);
  if (priceNano === 0n) return "priceTooSmall";
  if (priceNano > priceNanoMax) return "priceTooLarge";
  const told =
    price.confidenceScaled === undefined
      ? (priceNano * BigInt(confidenceBp) + 9_999n) / 10_000n
      : nanoPer(to, from, price.confidenceScaled);
  // Nobody is sure to the last billionth, and the oracle takes no confidence of nothing.
  const atLeastOne = told < 1n ? 1n : told;
  const confidenceNano = atLeastOne > priceNano ? priceNano : atLeastOne;
  return { feed, priceNano, confidenceNano, observedMs: price.period.endMs + shiftMs, price };
}

/** Why a quote would be refused, or count in no round, at this time of the ledger. */
export function faultAt(quote: PlannedQuote, { rules }: LedgerFeed, timeMs: number): RefusedReason | undefined {
  if (quote.observedMs > timeMs) return "inFuture";
  if (quote.observedMs < 0) return "stale";
  return openMarketMs(rules.market, quote.observedMs, timeMs) > rules.maxAgeMs ? "stale" : undefined;
}

export function refusedQuote({ feed, price, observedMs }: PlannedQuote, reason: RefusedReason): Refused {
  return refusedAt(price, reason, { feed, details: { period: price.period.name, observed: formatHour(observedMs) } });
}
