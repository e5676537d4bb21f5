// One feed: its unit, rules and feeders.
import { z } from "zod";
import { defineQuery } from "#src/machine/query.ts";
import { requireFeed } from "../readings.ts";
import { feedIdSchema, feedSchema } from "../schemas.ts";
import { feeds } from "../tables.ts";

export const feed = defineQuery({
  summary: "One feed: its unit, rules and feeders.",
  readers: "public",
  params: z.strictObject({ feed: feedIdSchema }),
  result: feedSchema,
  proves: ({ feed }) => feeds.key(feed),
  answer: ({ state }, { feed }) => requireFeed(state, feed) as z.output<typeof feedSchema>,
});
