// State of the module `oracle`.
import { z } from "zod";
import { defineTable } from "#src/state/table.ts";
import { completedRoundSchema, feedersMax, feedPriceSchema, feedSchema, quoteSchema, sampleSchema } from "./schemas.ts";

/** One feed: what it prices, its rules and its feeders. */
export const feeds = defineTable("oracle/feed/{feed}", feedSchema);

/** The newest quote of each feeder of one feed, sorted by feeder. */
export const quotes = defineTable("oracle/quotes/{feed}", z.array(quoteSchema).max(feedersMax));

/** The price of one feed; absent until its first round. */
export const prices = defineTable("oracle/price/{feed}", feedPriceSchema);

/** One completed round of one feed; only the newest are kept. */
export const rounds = defineTable("oracle/round/{feed}/{roundId}", completedRoundSchema);

/** One sample of the running sum behind a feed's averages; only the newest are kept. */
export const samples = defineTable("oracle/sample/{feed}/{sequence}", sampleSchema);
