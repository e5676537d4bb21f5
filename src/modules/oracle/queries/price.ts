// The price of a feed as it stands, with its status.
import { z } from "zod";
import { countSchema, noteSchema, timeMsSchema } from "#src/core/schemas.ts";
import { defineQuery } from "#src/machine/query.ts";
import { readPrice, requireFeed } from "../readings.ts";
import { feedIdSchema, priceRangeSchema, statusSchema, unitSchema } from "../schemas.ts";
import { prices } from "../tables.ts";

export const price = defineQuery({
  summary: "The price of a feed in billionths of the numeraire per unit, with its range and status.",
  readers: "public",
  params: z.strictObject({ feed: feedIdSchema }),
  result: z.strictObject({
    feed: feedIdSchema,
    unit: unitSchema,
    label: noteSchema,
    status: statusSchema,
    roundId: countSchema.optional(),
    priceNano: priceRangeSchema.optional(),
    pendingNano: priceRangeSchema.optional(),
    worstNano: priceRangeSchema.optional(),
    observedMs: timeMsSchema.optional(),
  }),
  proves: ({ feed }) => prices.key(feed),
  answer({ state }, { feed }) {
    const { unit, label } = requireFeed(state, feed);
    return { feed, unit, label, ...readPrice(state, feed) };
  },
});
