// What other modules may ask of `oracle`.
import { divideDown, divideUp } from "#src/core/arithmetic.ts";
import type { StateReader } from "#src/state/view.ts";
import { type Average, averageOver } from "./history.ts";
import { type KnownPrice, type PriceReading, readPrice, requireFeed } from "./readings.ts";
import { refusals } from "./refusals.ts";
import type { Feed } from "./schemas.ts";
import { feeds } from "./tables.ts";

export type { Average } from "./history.ts";
export type { KnownPrice, PriceReading } from "./readings.ts";
export {
  feedIdSchema,
  type PriceRange,
  type PriceStatus,
  priceNanoSchema,
  priceRangeSchema,
  statusSchema,
} from "./schemas.ts";

/** What one price is for, what quantities are counted in, and how many of those one unit has. */
export type FeedUnit = Readonly<Pick<Feed, "unit" | "measure" | "measuresPerUnit" | "frequency" | "label">>;

export const read = {
  hasFeed: (state: StateReader, feed: string): boolean => feeds.has(state, feed),
  requireFeed(state: StateReader, feed: string): void {
    requireFeed(state, feed);
  },
  unit(state: StateReader, feed: string): FeedUnit {
    const { unit, measure, measuresPerUnit, frequency, label } = requireFeed(state, feed);
    return { unit, measure, measuresPerUnit, frequency, label };
  },
  /** Whatever there is, with its status. */
  price(state: StateReader, feed: string): PriceReading {
    return readPrice(state, feed);
  },
  /** Refuses a price that is unknown or stale; while a jump is held, use its `worstNano`. */
  worstPrice(state: StateReader, feed: string): KnownPrice {
    const reading = readPrice(state, feed);
    if (reading.status === "unknown" || reading.status === "stale") {
      throw refusals.priceUnsound({ feed, status: reading.status });
    }
    return reading;
  },
  /** Refuses a price that is unknown, stale, or has a jump held against it. */
  requireSound(state: StateReader, feed: string): KnownPrice {
    const reading = readPrice(state, feed);
    if (reading.status !== "sound") throw refusals.priceUnsound({ feed, status: reading.status });
    return reading;
  },
  /** The time-weighted average over a trailing window, as far as the history goes; refuses when there is no price. */
  average(state: StateReader, feed: string, windowMs: number): Average {
    requireFeed(state, feed);
    const average = averageOver(state, feed, windowMs);
    if (average === undefined) throw refusals.priceUnsound({ feed, status: "unknown" });
    return average;
  },
  /** What a quantity (in the feed's measure) is worth, in billionths of the numeraire: what the ledger holds. */
  worthNanoDown({ measuresPerUnit }: Pick<FeedUnit, "measuresPerUnit">, quantity: bigint, priceNano: bigint): bigint {
    return divideDown(quantity * priceNano, measuresPerUnit);
  },
  /** The same, rounded against who receives the quantity. */
  worthNanoUp({ measuresPerUnit }: Pick<FeedUnit, "measuresPerUnit">, quantity: bigint, priceNano: bigint): bigint {
    return divideUp(quantity * priceNano, measuresPerUnit);
  },
};
