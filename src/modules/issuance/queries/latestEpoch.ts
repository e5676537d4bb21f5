// The newest redemption epoch, and the oldest one still pending.
import { z } from "zod";
import { countSchema } from "#src/core/schemas.ts";
import { defineQuery } from "#src/machine/query.ts";
import { readPointers } from "../epochs.ts";
import { epochPointers } from "../tables.ts";

export const latestEpoch = defineQuery({
  summary: "The number of the newest redemption epoch (0 before the first), and of the oldest not done with.",
  readers: "public",
  params: z.strictObject({}),
  result: z.strictObject({ newest: countSchema, oldest: countSchema }),
  proves: () => epochPointers.key(),
  answer: ({ state }) => readPointers(state),
});
