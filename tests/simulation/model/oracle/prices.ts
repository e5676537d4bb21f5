// What a feed says at a moment: freshness by its market's days, the range that widens, averages.
import { ceiling, floor, greatest, least, rootUp } from "../arithmetic.ts";
import type { Grounds, Model } from "../model.ts";
import { oracleOf, priceTimeUntil, type Quote, type Round, type Rules } from "./book.ts";

export interface Range {
  readonly low: bigint;
  readonly mid: bigint;
  readonly high: bigint;
}

export interface Price {
  readonly status: "sound" | "pending" | "stale";
  readonly roundId: number;
  readonly range: Range;
  /** The lower low and the higher high of the price in force and a jump held against it. */
  readonly worst: Range;
  readonly observedMs: number;
}

const dayMs = 86_400_000;

/** The milliseconds of market days between two moments, day by day, and no more days than matter. */
function openMs({ market, maxAgeMs }: Rules, fromMs: number, untilMs: number): number {
  if (market === "continuous") return untilMs - fromMs;
  let open = 0;
  for (let startMs = fromMs; startMs < untilMs && open <= maxAgeMs; ) {
    const nextMs = Math.min(untilMs, (Math.floor(startMs / dayMs) + 1) * dayMs);
    const weekday = new Date(startMs).getUTCDay();
    if (weekday !== 0 && weekday !== 6) open += nextMs - startMs;
    startMs = nextMs;
  }
  return open;
}

export const isStale = (rules: Rules, observedMs: number, nowMs: number): boolean =>
  openMs(rules, observedMs, nowMs) > rules.maxAgeMs;

/** Pyth's rule over three votes a quote; where liars cast more than a quarter of all, without any of theirs. */
export function medianOf(quotes: readonly Pick<Quote, "priceNano" | "confidenceNano">[], liarsMost: number) {
  const votes: bigint[] = [];
  for (const { priceNano, confidenceNano } of quotes) {
    votes.push(priceNano - confidenceNano, priceNano, priceNano + confidenceNano);
  }
  votes.sort((left, right) => Number(left - right));
  const vote = (at: number) => votes[at] ?? 0n;
  const half = Math.floor(votes.length / 2);
  const priceNano = votes.length % 2 === 1 ? vote(half) : floor(vote(half - 1) + vote(half), 2n);
  const quarter = Math.floor(votes.length / 4);
  const left = Math.max(quarter, 3 * liarsMost);
  const below = priceNano - vote(left);
  const above = vote(votes.length - 1 - left) - priceNano;
  const told = quotes.map((quote) => quote.confidenceNano).sort((one, two) => Number(one - two));
  const usual = left > quarter ? (told[Math.ceil(told.length / 2) - 1] ?? 0n) : 0n;
  return { priceNano, confidenceNano: greatest(below, above, usual) };
}

function rangeOf({ priceNano, confidenceNano, observedMs }: Round, rules: Rules, nowMs: number): Range {
  // The age in thousandths of a second squared, so that its root is in thousandths of a root second.
  const root = rootUp(BigInt(nowMs - observedMs) * 1_000n);
  const spread =
    ceiling(confidenceNano * BigInt(rules.confidenceMultiplierBp), 10_000n) +
    ceiling(priceNano * BigInt(rules.ageWideningPpm) * root, 1_000_000_000n);
  return { low: greatest(1n, priceNano - spread), mid: priceNano, high: priceNano + spread };
}

/** Nothing where a feed has had no round: an absent price is not a price of zero. */
export function priceOf(model: Model, feed: string): Price | undefined {
  const { feeds, histories } = oracleOf(model);
  const history = histories.get(feed);
  if (history === undefined) return undefined;
  const { rules } = feeds.at(feed);
  const { current, pending } = history;
  const range = rangeOf(current, rules, model.timeMs);
  const jump = pending === undefined ? range : rangeOf(pending, rules, model.timeMs);
  const worst = { low: least(range.low, jump.low), mid: range.mid, high: greatest(range.high, jump.high) };
  const calm = pending === undefined ? "sound" : "pending";
  const status = isStale(rules, (pending ?? current).observedMs, model.timeMs) ? "stale" : calm;
  return { status, roundId: current.roundId, range, worst, observedMs: current.observedMs };
}

export const isFresh = (price: Price | undefined): price is Price => price !== undefined && price.status !== "stale";

/** The average over at least a window, from the newest sample before it, or from the oldest one kept. */
export function averageOf(model: Model, feed: string, windowMs: number) {
  const history = oracleOf(model).histories.at(feed);
  const { sampledMs } = history;
  const nowMs = model.timeMs;
  const fromMs = sampledMs.findLast((atMs) => atMs <= nowMs - windowMs) ?? sampledMs[0] ?? nowMs;
  if (fromMs >= nowMs) return { averageNano: history.current.priceNano, fromMs: nowMs };
  const { stretches } = history;
  const worth = priceTimeUntil(stretches, nowMs) - priceTimeUntil(stretches, fromMs);
  return { averageNano: floor(worth, BigInt(nowMs - fromMs)), fromMs };
}

/** Notes that a feed's price may not be used unless it is sound, or at least fresh. */
export function judgePrice(model: Model, feed: string, grounds: Grounds, needs: "sound" | "fresh"): boolean {
  const price = priceOf(model, feed);
  const isFit = needs === "sound" ? price?.status === "sound" : isFresh(price);
  return !grounds.when(!isFit, "oracle/priceUnsound");
}
