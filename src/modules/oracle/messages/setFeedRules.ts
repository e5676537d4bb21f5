// A governor or issuer changes the rules of a feed.
import { z } from "zod";
import { defineMessage } from "#src/machine/message.ts";
import { read as authority } from "#src/modules/authority/access.ts";
import { events } from "../events.ts";
import { requireEnough } from "../feeders.ts";
import { requireFeed } from "../readings.ts";
import { feedIdSchema, feedRulesSchema } from "../schemas.ts";
import { feeds } from "../tables.ts";

export const setFeedRules = defineMessage({
  summary: "Changes the rules of a feed: age limit, market, widening, deviation gate, publishers, sampling.",
  actors: ["governor", "issuer"],
  schema: z.strictObject({ feed: feedIdSchema, rules: feedRulesSchema }),
  work: 40,
  handle({ state, actor, emit }, { feed: feedId, rules }) {
    authority.requireOneOf(state, actor, ["governor", "issuer"]);
    const feed = requireFeed(state, feedId);
    requireEnough(feed.feeders.length, rules.minPublishers);

    feeds.put(state, feedId, { ...feed, rules });
    emit(events.feedRulesSet({ feed: feedId, rules, by: actor }));
  },
});
