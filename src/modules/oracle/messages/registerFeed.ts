// A governor or issuer opens a price feed.

import { defineMessage } from "#src/machine/message.ts";
import { read as authority } from "#src/modules/authority/access.ts";
import { events } from "../events.ts";
import { requireFeeders } from "../feeders.ts";
import { refusals } from "../refusals.ts";
import { feedSchema } from "../schemas.ts";
import { feeds } from "../tables.ts";

export const registerFeed = defineMessage({
  summary: "Opens a price feed: its unit, its rules and its feeders.",
  actors: ["governor", "issuer"],
  schema: feedSchema,
  work: ({ feeders }) => 40 + 5 * feeders.length,
  handle({ state, actor, emit }, feed) {
    authority.requireOneOf(state, actor, ["governor", "issuer"]);
    if (feeds.has(state, feed.feed)) throw refusals.feedExists({ feed: feed.feed });
    const feeders = requireFeeders(state, feed.feeders, feed.rules.minPublishers);

    feeds.put(state, feed.feed, { ...feed, feeders });
    emit(events.feedRegistered({ feed: feed.feed, by: actor }));
  },
});
