// The history of a feed: a running sum of price times time, sampled into a ring, from which averages follow.
import { divideDown } from "#src/core/arithmetic.ts";
import { present } from "#src/core/assert.ts";
import type { State, StateReader, Stored } from "#src/state/view.ts";
import { type FeedPrice, type FeedRules, samplesKept } from "./schemas.ts";
import { prices, samples } from "./tables.ts";

type Sums = Pick<FeedPrice, "priceNanoMsSum" | "summedMs" | "samples" | "sampledMs">;

/** The running sum brought to the block's time at the price in force until now; takes a sample when one is due. */
export function extendHistory(
  state: State,
  feed: string,
  before: Stored<FeedPrice> | undefined,
  rules: Stored<FeedRules>,
): Sums {
  const atMs = state.timeMs;
  const priceNanoMsSum = before === undefined ? 0n : sumAt(before, atMs);
  const due = before === undefined || atMs - before.sampledMs >= rules.sampleMs;
  const taken = before?.samples ?? 0;
  if (!due) return { priceNanoMsSum, summedMs: atMs, samples: taken, sampledMs: before.sampledMs };
  samples.put(state, feed, taken, { atMs, priceNanoMsSum });
  if (taken >= samplesKept) samples.delete(state, feed, taken - samplesKept);
  return { priceNanoMsSum, summedMs: atMs, samples: taken + 1, sampledMs: atMs };
}

/** A price weighted by the time for which it held. */
export interface Average {
  readonly averageNano: bigint;
  /** Where the average begins: at the window's start or one sample before it, or later when the history is younger. */
  readonly fromMs: number;
  readonly toMs: number;
}

/** The average over at least the window, as far as the history goes; rounded down, at least 1. */
export function averageOver(state: StateReader, feed: string, windowMs: number): Average | undefined {
  const price = prices.get(state, feed);
  if (price === undefined) return undefined;
  const toMs = state.timeMs;
  const sample = sampleBefore(state, feed, price, toMs - windowMs);
  if (sample.atMs >= toMs) return { averageNano: price.current.priceNano, fromMs: toMs, toMs };
  const averageNano = divideDown(sumAt(price, toMs) - sample.priceNanoMsSum, BigInt(toMs - sample.atMs));
  return { averageNano, fromMs: sample.atMs, toMs };
}

function sumAt(price: Stored<FeedPrice>, timeMs: number): bigint {
  return price.priceNanoMsSum + price.current.priceNano * BigInt(timeMs - price.summedMs);
}

/** The newest sample at or before a moment, else the oldest one kept, found by halving. */
function sampleBefore(state: StateReader, feed: string, price: Stored<FeedPrice>, timeMs: number) {
  const sampleAt = (sequence: number) =>
    present(samples.get(state, feed, sequence), "the ring holds the newest samples");
  let earliest = Math.max(0, price.samples - samplesKept);
  let latest = price.samples - 1;
  while (earliest < latest) {
    const middle = (earliest + latest + 1) >> 1;
    if (sampleAt(middle).atMs <= timeMs) earliest = middle;
    else latest = middle - 1;
  }
  return sampleAt(earliest);
}
