// All feeds.
import { z } from "zod";
import { defineQuery, pageOf, pageParams, readPage } from "#src/machine/query.ts";
import { feedSchema } from "../schemas.ts";
import { feeds as storedFeeds } from "../tables.ts";

export const feeds = defineQuery({
  summary: "All feeds, by name.",
  readers: "public",
  params: z.strictObject(pageParams),
  result: pageOf(feedSchema),
  answer: ({ state }, { after, limit }) =>
    readPage(
      storedFeeds.scan(state, { after }),
      limit,
      ({ value }) => value as z.output<typeof feedSchema>,
      ({ value }) => value.feed,
    ),
});
