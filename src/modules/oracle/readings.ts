// Readings: the price of a feed as it stands at the block's time, with its typed status.
import type { StateReader } from "#src/state/view.ts";
import { refusals } from "./refusals.ts";
import { isStale, rangeAt, worseRange } from "./rules.ts";
import type { PriceRange, PriceStatus } from "./schemas.ts";
import { feeds, prices } from "./tables.ts";

export interface KnownPrice {
  readonly status: Exclude<PriceStatus, "unknown">;
  /** The round in force. */
  readonly roundId: number;
  /** The price in force, in billionths of the numeraire per unit. */
  readonly priceNano: PriceRange;
  /** A jump that is held until confirmed. */
  readonly pendingNano?: PriceRange;
  /** The lower low and the higher high of both; the same as `priceNano` when no jump is held. */
  readonly worstNano: PriceRange;
  /** When a quorum had observed the price in force. */
  readonly observedMs: number;
}

/** A feed without a round has no price at all, which is not a price of 0. */
export type PriceReading = { readonly status: "unknown" } | KnownPrice;

export function requireFeed(state: StateReader, feed: string) {
  const found = feeds.get(state, feed);
  if (found === undefined) throw refusals.unknownFeed({ feed });
  return found;
}

/** While a jump is held its rounds keep the feed from being stale, since the feeders do speak. */
export function readPrice(state: StateReader, feed: string): PriceReading {
  const { rules } = requireFeed(state, feed);
  const price = prices.get(state, feed);
  if (price === undefined) return { status: "unknown" };
  const { current, pending } = price;
  const stale = isStale(rules, (pending ?? current).observedMs, state.timeMs);
  const priceNano = rangeAt(current, rules, state.timeMs);
  const pendingNano = pending === undefined ? undefined : rangeAt(pending, rules, state.timeMs);
  return {
    status: stale ? "stale" : pending === undefined ? "sound" : "pending",
    roundId: current.roundId,
    priceNano,
    ...(pendingNano === undefined ? {} : { pendingNano }),
    worstNano: worseRange(priceNano, pendingNano),
    observedMs: current.observedMs,
  };
}
