// All KDG ever minted and burnt.
import { z } from "zod";
import { amountSchema } from "#src/core/schemas.ts";
import { defineQuery } from "#src/machine/query.ts";
import { moneyTotals } from "../tables.ts";

export const money = defineQuery({
  summary: "All KDG ever minted and ever burnt; the difference is the supply.",
  readers: "public",
  params: z.strictObject({}),
  result: z.strictObject({ mintedMicroKdg: amountSchema, burntMicroKdg: amountSchema }),
  proves: () => moneyTotals.key(),
  answer: ({ state }) => moneyTotals.get(state) ?? { mintedMicroKdg: 0n, burntMicroKdg: 0n },
});
