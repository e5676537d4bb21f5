// All junior units.
import { z } from "zod";
import { amountSchema } from "#src/core/schemas.ts";
import { defineQuery } from "#src/machine/query.ts";
import { readTotals } from "../juniors.ts";
import { juniorTotalsSchema } from "../schemas.ts";
import { juniorTotals as totals } from "../tables.ts";

export const juniorTotals = defineQuery({
  summary: "All junior units, and KDG distributed on them and not yet claimed.",
  readers: "public",
  params: z.strictObject({}),
  result: z.strictObject({ ...juniorTotalsSchema.shape, heldMicroKdg: amountSchema }),
  proves: () => totals.key(),
  answer: ({ state }) => readTotals(state),
});
