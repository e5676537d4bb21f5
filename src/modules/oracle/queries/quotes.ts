// The newest quote of each feeder of a feed.
import { z } from "zod";
import { defineQuery } from "#src/machine/query.ts";
import { requireFeed } from "../readings.ts";
import { feedersMax, feedIdSchema, type Quote, quoteSchema } from "../schemas.ts";
import { quotes as storedQuotes } from "../tables.ts";

export const quotes = defineQuery({
  summary: "The newest quote of each feeder of a feed.",
  readers: "public",
  params: z.strictObject({ feed: feedIdSchema }),
  result: z.strictObject({ quotes: z.array(quoteSchema).max(feedersMax) }),
  proves: ({ feed }) => storedQuotes.key(feed),
  answer({ state }, { feed }) {
    requireFeed(state, feed);
    return { quotes: (storedQuotes.get(state, feed) ?? []) as Quote[] };
  },
});
