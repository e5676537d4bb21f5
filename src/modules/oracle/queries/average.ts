// The trailing average of a feed.
import { z } from "zod";
import { durationMsSchema, timeMsSchema } from "#src/core/schemas.ts";
import { defineQuery } from "#src/machine/query.ts";
import { read } from "../access.ts";
import { feedIdSchema, priceNanoSchema } from "../schemas.ts";

export const average = defineQuery({
  summary: "The time-weighted average price over a trailing window, as far as the history goes.",
  readers: "public",
  params: z.strictObject({ feed: feedIdSchema, windowMs: durationMsSchema }),
  result: z.strictObject({ averageNano: priceNanoSchema, fromMs: timeMsSchema, toMs: timeMsSchema }),
  answer: ({ state }, { feed, windowMs }) => read.average(state, feed, windowMs),
});
