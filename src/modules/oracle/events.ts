// Events of the module `oracle`.
import { z } from "zod";
import { accountSchema } from "#src/core/schemas.ts";
import { defineEvents } from "#src/machine/event.ts";
import { completedRoundSchema, feedersSchema, feedIdSchema, feedRulesSchema, quotesPerMessageMax } from "./schemas.ts";

export const events = defineEvents(
  "oracle",
  {
    feedRegistered: z.strictObject({ feed: feedIdSchema, by: accountSchema }),
    feedersSet: z.strictObject({ feed: feedIdSchema, feeders: feedersSchema, by: accountSchema }),
    feedRulesSet: z.strictObject({ feed: feedIdSchema, rules: feedRulesSchema, by: accountSchema }),
    quotesSubmitted: z.strictObject({ feeder: accountSchema, feeds: z.array(feedIdSchema).max(quotesPerMessageMax) }),
    roundCompleted: z.strictObject({ feed: feedIdSchema, round: completedRoundSchema }),
  },
  ["roundCompleted"],
);
