// A governor or issuer names the feeders of a feed anew.
import { z } from "zod";
import { defineMessage } from "#src/machine/message.ts";
import { read as authority } from "#src/modules/authority/access.ts";
import { events } from "../events.ts";
import { requireFeeders } from "../feeders.ts";
import { requireFeed } from "../readings.ts";
import { feedersSchema, feedIdSchema } from "../schemas.ts";
import { feeds, quotes } from "../tables.ts";

export const setFeeders = defineMessage({
  summary: "Names the feeders of a feed; quotes of those who leave are dropped.",
  actors: ["governor", "issuer"],
  schema: z.strictObject({ feed: feedIdSchema, feeders: feedersSchema }),
  work: ({ feeders }) => 40 + 5 * feeders.length,
  handle({ state, actor, emit }, content) {
    authority.requireOneOf(state, actor, ["governor", "issuer"]);
    const feed = requireFeed(state, content.feed);
    const feeders = requireFeeders(state, content.feeders, feed.rules.minPublishers);

    feeds.put(state, feed.feed, { ...feed, feeders });
    const kept = (quotes.get(state, feed.feed) ?? []).filter(({ feeder }) => feeders.includes(feeder));
    quotes.put(state, feed.feed, kept);
    emit(events.feedersSet({ feed: feed.feed, feeders, by: actor }));
  },
});
