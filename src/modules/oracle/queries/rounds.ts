// The newest rounds of a feed.
import { z } from "zod";
import { present } from "#src/core/assert.ts";
import { defineQuery, pageOf, pageParams, readPage } from "#src/machine/query.ts";
import { requireFeed } from "../readings.ts";
import { completedRoundSchema, feedIdSchema } from "../schemas.ts";
import { rounds as storedRounds } from "../tables.ts";

export const rounds = defineQuery({
  summary: "The rounds of a feed that are kept, newest first.",
  readers: "public",
  params: z.strictObject({ feed: feedIdSchema, ...pageParams }),
  result: pageOf(completedRoundSchema),
  answer({ state }, { feed, after, limit }) {
    requireFeed(state, feed);
    return readPage(
      storedRounds.scan(state, { within: [feed], after, reverse: true }),
      limit,
      ({ value }) => value,
      ({ parts }) => present(parts[1], "a round's key ends with its id"),
    );
  },
});
