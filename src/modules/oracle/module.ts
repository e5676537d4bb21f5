// The module `oracle`: prices of what the basket is made of, from several feeders.
import { defineModule } from "#src/machine/module.ts";
import { events } from "./events.ts";
import { genesis } from "./genesis.ts";
import { historyRises, quotesComeFromFeeders, roundsAreComplete } from "./invariants.ts";
import { registerFeed } from "./messages/registerFeed.ts";
import { setFeeders } from "./messages/setFeeders.ts";
import { setFeedRules } from "./messages/setFeedRules.ts";
import { submitQuotes } from "./messages/submitQuotes.ts";
import { average } from "./queries/average.ts";
import { feed } from "./queries/feed.ts";
import { feeds as feedList } from "./queries/feeds.ts";
import { price } from "./queries/price.ts";
import { quotes as newestQuotes } from "./queries/quotes.ts";
import { rounds as newestRounds } from "./queries/rounds.ts";
import { refusals } from "./refusals.ts";
import { feeds, prices, quotes, rounds, samples } from "./tables.ts";

export const oracle = defineModule({
  name: "oracle",
  version: 1,
  summary: "Prices from several feeders: quorum, median, confidence, staleness, and jumps held until confirmed.",
  after: ["authority", "accounts"],
  tables: { feeds, quotes, prices, rounds, samples },
  messages: { registerFeed, setFeeders, setFeedRules, submitQuotes },
  queries: { price, feed, feeds: feedList, rounds: newestRounds, quotes: newestQuotes, average },
  events,
  refusals,
  invariants: { quotesComeFromFeeders, roundsAreComplete, historyRises },
  genesis,
});
