// Promises of the module `oracle`.
import { defineInvariant } from "#src/machine/invariant.ts";
import type { StateScanner, Stored } from "#src/state/view.ts";
import { type FeedPrice, roundsKept, samplesKept } from "./schemas.ts";
import { feeds, prices, quotes, rounds, samples } from "./tables.ts";

/** Every stored quote is valid and comes from a feeder of its feed, each feeder once and in order. */
export const quotesComeFromFeeders = defineInvariant(async ({ state }) => {
  const broken: string[] = [];
  for await (const { parts, value } of quotes.scan(state)) {
    const feedId = parts[0] ?? "";
    const feeders = feeds.get(state, feedId)?.feeders ?? [];
    for (const [index, { feeder, priceNano, confidenceNano, observedMs }] of value.entries()) {
      const after = value[index + 1];
      const sorted = after === undefined || feeder < after.feeder;
      if (!feeders.includes(feeder) || !sorted) broken.push(`${feedId}: a quote of ${feeder} is out of place`);
      if (confidenceNano > priceNano || observedMs > state.timeMs)
        broken.push(`${feedId}: the quote of ${feeder} is invalid`);
    }
  }
  return broken;
});

/** The rounds kept of each feed are the newest ones without a gap, and the price in force is one that was in force. */
export const roundsAreComplete = defineInvariant(async ({ state }) => {
  const broken: string[] = [];
  for await (const { parts, value: price } of prices.scan(state)) {
    const feedId = parts[0] ?? "";
    const ids: number[] = [];
    for await (const { value } of rounds.scan(state, { within: [feedId] })) ids.push(value.roundId);
    const earliest = Math.max(1, price.roundId - roundsKept + 1);
    const complete = ids.length === price.roundId - earliest + 1 && ids.every((id, index) => id === earliest + index);
    if (!complete) broken.push(`${feedId}: the rounds kept are not ${earliest} to ${price.roundId}`);
    if (!feeds.has(state, feedId)) broken.push(`${feedId}: a price without a feed`);
    broken.push(...pricesUnlikeRounds(state, feedId, price));
  }
  return broken;
});

function pricesUnlikeRounds(
  state: StateScanner,
  feedId: string,
  { current, pending, roundId }: Stored<FeedPrice>,
): string[] {
  const broken: string[] = [];
  const inForce = rounds.get(state, feedId, current.roundId);
  if (inForce !== undefined && (inForce.outcome === "held" || inForce.priceNano !== current.priceNano)) {
    broken.push(`${feedId}: the price in force is not that of round ${current.roundId}`);
  }
  const held = pending === undefined ? undefined : rounds.get(state, feedId, pending.roundId);
  if (
    pending !== undefined &&
    (pending.roundId !== roundId || held?.outcome !== "held" || held.priceNano !== pending.priceNano)
  ) {
    broken.push(`${feedId}: the jump held is not that of round ${pending.roundId}`);
  }
  if (pending === undefined && current.roundId !== roundId) broken.push(`${feedId}: the newest round has no place`);
  return broken;
}

/** The samples kept of each feed are the newest ones without a gap, and both time and sum rise along them. */
export const historyRises = defineInvariant(async ({ state }) => {
  const broken: string[] = [];
  for await (const { parts, value: price } of prices.scan(state)) {
    const feedId = parts[0] ?? "";
    let count = 0;
    let before = { atMs: -1, priceNanoMsSum: -1n };
    for await (const { value } of samples.scan(state, { within: [feedId] })) {
      count += 1;
      if (value.atMs <= before.atMs || value.priceNanoMsSum <= before.priceNanoMsSum)
        broken.push(`${feedId}: a sample does not rise`);
      before = value;
    }
    if (count !== Math.min(price.samples, samplesKept))
      broken.push(`${feedId}: ${count} samples are kept of ${price.samples}`);
    const ends =
      price.sampledMs === before.atMs && price.summedMs >= before.atMs && price.priceNanoMsSum >= before.priceNanoMsSum;
    if (!ends) broken.push(`${feedId}: the running sum lies before its last sample`);
  }
  return broken;
});
