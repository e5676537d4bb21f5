// Arithmetic of prices: the quartile rule, the quorum, the deviation gate, and the range that widens with age.

import { difference, divideDown, divideUp, maximum, minimum, squareRootDown } from "#src/core/arithmetic.ts";
import { assert, present } from "#src/core/assert.ts";
import { openMarketMs } from "#src/core/marketTime.ts";
import type { Stored } from "#src/state/view.ts";
import type { FeedPrice, FeedRules, Outcome, PriceRange, Quote, Round } from "./schemas.ts";

/** How many of the registered feeders may lie: fewer than a third of them, as in libocr. */
export function faultyMost(feeders: number): number {
  return Math.trunc((feeders - 1) / 3);
}

/** The fewest fresh quotes that make a round: the feed's own minimum, and more than twice the liars. */
export function quorumOf(minPublishers: number, feeders: number): number {
  return Math.max(minPublishers, 2 * faultyMost(feeders) + 1);
}

/**
 * Pyth's rule: each quote votes for price - confidence, price and price + confidence; the price is the median vote (the
 * lower whole number between two), its confidence the wider distance to the quartiles. Where more than a quarter of the
 * votes may be lies (`faulty` feeders cast three each), the votes that liars cannot reach take the place of the quartiles,
 * and the confidence is at least the median of those quoted: so no lie of theirs widens the range beyond honest votes.
 */
export function aggregate(quotes: readonly Pick<Quote, "priceNano" | "confidenceNano">[], faulty = 0) {
  assert(quotes.length > 0, "an aggregation has a quote");
  const votes = quotes
    .flatMap(({ priceNano, confidenceNano }) => [priceNano - confidenceNano, priceNano, priceNano + confidenceNano])
    .sort((left, right) => (left < right ? -1 : left > right ? 1 : 0));
  const vote = (index: number) => present(votes[index], "a vote has an index below the count of votes");
  const middle = votes.length >> 1;
  const quartile = votes.length >> 2;
  const bound = Math.max(quartile, 3 * faulty);
  assert(bound <= middle, "liars are fewer than half of those who quote");
  const priceNano = votes.length % 2 === 1 ? vote(middle) : divideDown(vote(middle - 1) + vote(middle), 2n);
  const lowerNano = vote(bound);
  const upperNano = vote(votes.length - 1 - bound);
  const widest = maximum(priceNano - lowerNano, upperNano - priceNano);
  return {
    ...{ priceNano, lowerNano, upperNano },
    confidenceNano: bound === quartile ? widest : maximum(widest, medianConfidence(quotes)),
  };
}

/** The lower of two in the middle: some honest confidence is as large when liars are fewer than half. */
function medianConfidence(quotes: readonly Pick<Quote, "confidenceNano">[]): bigint {
  const sorted = quotes
    .map(({ confidenceNano }) => confidenceNano)
    .sort((left, right) => (left < right ? -1 : left > right ? 1 : 0));
  return present(sorted[(sorted.length - 1) >> 1], "an aggregation has a quote");
}

/** The moment at or after which a quorum of the quotes was observed: the age of the price. */
export function quorumObservedMs(quotes: readonly Stored<Quote>[], quorum: number): number {
  const newestFirst = quotes.map(({ observedMs }) => observedMs).sort((left, right) => right - left);
  return present(newestFirst[quorum - 1], "a round has a quorum of quotes");
}

/** Whether the price changed by the gate's share or more, as an exact comparison. */
export function deviates(oldNano: bigint, newNano: bigint, gateBp: number): boolean {
  return difference(oldNano, newNano) * 10_000n >= oldNano * BigInt(gateBp);
}

export interface Aggregated {
  readonly priceNano: bigint;
  /** The block time of the round. */
  readonly atMs: number;
  /** The quotes it was made of. */
  readonly quotes: readonly Stored<Quote>[];
  readonly quorum: number;
}

/**
 * What becomes of a round. A jump is confirmed by a later round near it only when a quorum has quoted again since the
 * jump was first seen: the quotes that made the jump cannot confirm themselves.
 */
export function judge(before: Stored<FeedPrice> | undefined, found: Aggregated, rules: Stored<FeedRules>): Outcome {
  if (before === undefined) return "accepted";
  if (!deviates(before.current.priceNano, found.priceNano, rules.gateBp)) return "accepted";
  const { pending } = before;
  if (pending === undefined || deviates(pending.priceNano, found.priceNano, rules.gateBp)) return "held";
  const quotedAgain = found.quotes.filter(({ observedMs }) => observedMs > pending.sinceMs).length;
  return quotedAgain >= found.quorum && found.atMs >= pending.sinceMs + rules.holdMs ? "confirmed" : "held";
}

/** Since when the jump of a held round is held: a new jump begins its wait anew. */
export function heldSinceMs(before: Stored<FeedPrice>, found: Aggregated, rules: Stored<FeedRules>): number {
  const { pending } = before;
  const same = pending !== undefined && !deviates(pending.priceNano, found.priceNano, rules.gateBp);
  return same ? pending.sinceMs : found.atMs;
}

/** Low and high at a moment: the spread is rounded up, against whoever asks for either. */
export function rangeAt(round: Stored<Round>, rules: Stored<FeedRules>, timeMs: number): PriceRange {
  const mid = round.priceNano;
  const ageMs = BigInt(Math.max(0, timeMs - round.observedMs));
  const rootMilliseconds = squareRootUp(ageMs * 1_000n);
  const spread =
    divideUp(round.confidenceNano * BigInt(rules.confidenceMultiplierBp), 10_000n) +
    divideUp(mid * BigInt(rules.ageWideningPpm) * rootMilliseconds, 1_000_000_000n);
  return { low: maximum(1n, mid - spread), mid, high: mid + spread };
}

/** The worse of two ranges for either side of a trade; the middle stays the first one's. */
export function worseRange(first: PriceRange, second: PriceRange | undefined): PriceRange {
  if (second === undefined) return first;
  return { low: minimum(first.low, second.low), mid: first.mid, high: maximum(first.high, second.high) };
}

/** ceil(square root). */
function squareRootUp(value: bigint): bigint {
  const root = squareRootDown(value);
  return root * root === value ? root : root + 1n;
}

/** Whether something observed at one moment is stale at another, counting only the time the market was open. */
export function isStale(rules: Stored<FeedRules>, observedMs: number, timeMs: number): boolean {
  return openMarketMs(rules.market, observedMs, timeMs) > rules.maxAgeMs;
}
