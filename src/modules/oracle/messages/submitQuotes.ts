// A feeder states what it observed of several feeds; each quote may complete a round.
import { z } from "zod";
import type { Account } from "#src/core/account.ts";
import { compareText } from "#src/core/order.ts";
import { countSchema, timeMsSchema } from "#src/core/schemas.ts";
import { defineMessage } from "#src/machine/message.ts";
import { read as authority } from "#src/modules/authority/access.ts";
import type { State, StateReader, Stored } from "#src/state/view.ts";
import { events } from "../events.ts";
import { requireFeed } from "../readings.ts";
import { refusals } from "../refusals.ts";
import { completeRound } from "../rounds.ts";
import {
  type Feed,
  feedIdSchema,
  outcomeSchema,
  priceNanoSchema,
  type Quote,
  quotesPerMessageMax,
} from "../schemas.ts";
import { quotes as storedQuotes } from "../tables.ts";

const statedQuoteSchema = z.strictObject({
  feed: feedIdSchema,
  /** Billionths of the numeraire per unit of the feed. */
  priceNano: priceNanoSchema,
  /** How far off the price may be, either way. */
  confidenceNano: priceNanoSchema,
  observedMs: timeMsSchema,
});
type StatedQuote = z.output<typeof statedQuoteSchema>;

/** What became of one quote: the round it completed, or `waiting` when too few others are fresh. */
const takenQuoteSchema = z.strictObject({
  feed: feedIdSchema,
  outcome: z.enum([...outcomeSchema.options, "waiting"]),
  roundId: countSchema.optional(),
  priceNano: priceNanoSchema.optional(),
});

export const submitQuotes = defineMessage({
  summary: "States prices of feeds as a feeder observed them, in billionths of the numeraire per unit.",
  actors: ["price-feeder"],
  schema: z.strictObject({ quotes: z.array(statedQuoteSchema).min(1).max(quotesPerMessageMax) }),
  result: z.strictObject({ quotes: z.array(takenQuoteSchema).max(quotesPerMessageMax) }),
  work: ({ quotes }) => 30 + 80 * quotes.length,
  handle({ state, actor, emit }, { quotes }) {
    authority.requireRole(state, actor, "price-feeder");
    const feeds = quotes.map((quote) => requireAcceptable(state, actor, quote));
    for (const [index, { feed }] of quotes.entries()) {
      if (quotes.findIndex((other) => other.feed === feed) < index) throw refusals.repeatedFeed({ feed });
    }

    emit(events.quotesSubmitted({ feeder: actor, feeds: feeds.map(({ feed }) => feed) }));
    const taken = feeds.map((feed, index) => {
      storeQuote(state, actor, quotes[index] as StatedQuote);
      const round = completeRound(state, feed);
      if (round === undefined) return { feed: feed.feed, outcome: "waiting" as const };
      emit(events.roundCompleted({ feed: feed.feed, round }));
      return { feed: feed.feed, outcome: round.outcome, roundId: round.roundId, priceNano: round.priceNano };
    });
    return { quotes: taken };
  },
});

function requireAcceptable(state: StateReader, feeder: Account, quote: StatedQuote): Stored<Feed> {
  const feed = requireFeed(state, quote.feed);
  if (!feed.feeders.includes(feeder)) throw refusals.notFeeder({ feed: quote.feed, feeder });
  if (quote.confidenceNano > quote.priceNano) throw refusals.confidenceTooWide({ feed: quote.feed });
  const { observedMs } = quote;
  if (observedMs > state.timeMs) {
    throw refusals.quoteFromFuture({ feed: quote.feed, observedMs, blockTimeMs: state.timeMs });
  }
  const previous = (storedQuotes.get(state, quote.feed) ?? []).find((other) => other.feeder === feeder);
  if (previous !== undefined && observedMs < previous.observedMs) {
    throw refusals.quoteOutOfOrder({ feed: quote.feed, observedMs, previousMs: previous.observedMs });
  }
  return feed;
}

function storeQuote(state: State, feeder: Account, { feed, priceNano, confidenceNano, observedMs }: StatedQuote): void {
  const others = (storedQuotes.get(state, feed) ?? []).filter((other) => other.feeder !== feeder);
  const quote: Quote = { feeder, priceNano, confidenceNano, observedMs };
  storedQuotes.put(
    state,
    feed,
    [...others, quote].sort((left, right) => compareText(left.feeder, right.feeder)),
  );
}
