// The first feeds, as the genesis file describes them.
import { z } from "zod";
import { defineGenesis } from "#src/machine/module.ts";
import { requireFeeders } from "./feeders.ts";
import { type Feed, type FeedRules, feedSchema } from "./schemas.ts";
import { feeds } from "./tables.ts";

/** More feeds than any basket has components; later ones are registered by message. */
const firstFeedsMax = 64;

const devnetFeeders = ["price-feeder", "price-feeder-2", "price-feeder-3"] as const;

export const genesis = defineGenesis({
  schema: z.strictObject({ feeds: z.array(feedSchema).max(firstFeedsMax) }),
  initialise(state, content) {
    for (const feed of content.feeds) {
      feeds.put(state, feed.feed, { ...feed, feeders: requireFeeders(state, feed.feeders, feed.rules.minPublishers) });
    }
  },
  devnet(names) {
    const feeders = devnetFeeders.map((alias) => names.account(alias));
    const common = { measure: "mg", frequency: "fast", label: "replayed history", feeders } as const;
    const silver: Feed = { ...common, feed: "AG", unit: "g", measuresPerUnit: 1_000n, rules: devnetRules(39) };
    const copper: Feed = { ...common, feed: "CU", unit: "kg", measuresPerUnit: 1_000_000n, rules: devnetRules(37) };
    return { feeds: [silver, copper] };
  },
  devnetAliases: ["price-feeder-2", "price-feeder-3"],
});

/** Widening by the metal's yearly volatility of 1990 to 2025, 21.7 % for silver and 20.6 % for copper, per root second. */
function devnetRules(ageWideningPpm: number): FeedRules {
  return {
    maxAgeMs: 3_600_000,
    market: "continuous",
    confidenceMultiplierBp: 10_000,
    ageWideningPpm,
    gateBp: 1_000,
    holdMs: 0,
    minPublishers: 2,
    sampleMs: 1_000,
  };
}
