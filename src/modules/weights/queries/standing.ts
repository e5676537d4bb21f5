// Where the module stands.
import { z } from "zod";
import { timeMsSchema } from "#src/core/schemas.ts";
import { defineQuery } from "#src/machine/query.ts";
import { requireStanding } from "../policies.ts";
import { type Standing, standingSchema } from "../schemas.ts";
import { standings } from "../tables.ts";

export const standing = defineQuery({
  summary: "What was counted so far, the rebalance that is announced, and when the next steps are due.",
  readers: "public",
  params: z.strictObject({}),
  result: standingSchema.extend({ nextObservationMs: timeMsSchema, nextAnnouncementMs: timeMsSchema }),
  proves: () => standings.key(),
  answer({ state }) {
    const row = requireStanding(state) as Standing;
    return {
      ...row,
      nextObservationMs: (row.observedSlot + 1) * row.observedIntervalMs,
      nextAnnouncementMs: (row.announcedSlot + 1) * row.announcedIntervalMs,
    };
  },
});
