// Rounds: what a new quote makes of the quotes at hand.
import { read as authority } from "#src/modules/authority/access.ts";
import type { State, StateReader, Stored } from "#src/state/view.ts";
import { extendHistory } from "./history.ts";
import { aggregate, faultyMost, heldSinceMs, isStale, judge, quorumObservedMs, quorumOf } from "./rules.ts";
import { type Feed, type Outcome, type Quote, type Round, roundsKept } from "./schemas.ts";
import { prices, quotes, rounds } from "./tables.ts";

/** Completes a round when there is a quorum of fresh quotes; otherwise the price stays and grows old. */
export function completeRound(state: State, feed: Stored<Feed>): (Round & { outcome: Outcome }) | undefined {
  const usable = usableQuotes(state, feed);
  const quorum = quorumOf(feed.rules.minPublishers, feed.feeders.length);
  if (usable.length < quorum) return undefined;

  const before = prices.get(state, feed.feed);
  const { priceNano, confidenceNano } = aggregate(usable, faultyMost(feed.feeders.length));
  const found = { priceNano, atMs: state.timeMs, quotes: usable, quorum };
  const outcome = judge(before, found, feed.rules);
  const round: Round = {
    roundId: (before?.roundId ?? 0) + 1,
    atMs: state.timeMs,
    priceNano,
    confidenceNano,
    observedMs: quorumObservedMs(usable, quorum),
    publishers: usable.length,
  };

  if (outcome === "held" && before !== undefined) {
    const pending = { ...round, sinceMs: heldSinceMs(before, found, feed.rules) };
    prices.put(state, feed.feed, { ...before, roundId: round.roundId, pending });
  } else {
    const sums = extendHistory(state, feed.feed, before, feed.rules);
    prices.put(state, feed.feed, { roundId: round.roundId, current: round, ...sums });
  }
  rounds.put(state, feed.feed, round.roundId, { ...round, outcome });
  if (round.roundId > roundsKept) rounds.delete(state, feed.feed, round.roundId - roundsKept);
  return { ...round, outcome };
}

/** The quotes that count now: fresh by the feed's own age limit, and from feeders who still hold the role. */
function usableQuotes(state: StateReader, feed: Stored<Feed>): Stored<Quote>[] {
  return (quotes.get(state, feed.feed) ?? []).filter(
    ({ feeder, observedMs }) =>
      !isStale(feed.rules, observedMs, state.timeMs) && authority.hasRole(state, feeder, "price-feeder"),
  );
}
