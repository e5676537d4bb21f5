// The basket in force, and what it and one KDG are worth.
import { z } from "zod";
import { timeMsSchema } from "#src/core/schemas.ts";
import { defineQuery } from "#src/machine/query.ts";
import { priceRangeSchema, statusSchema } from "#src/modules/oracle/access.ts";
import { type BasketLine, basketSchema } from "../schemas.ts";
import { baskets } from "../tables.ts";
import { readValue, requireBasket } from "../valuation.ts";

export const current = defineQuery({
  summary: "The basket in force, its value and the reference value of one KDG, in billionths of the numeraire.",
  readers: "public",
  params: z.strictObject({}),
  result: basketSchema.extend({
    status: statusSchema,
    valueNano: priceRangeSchema.optional(),
    perKdgNano: priceRangeSchema.optional(),
    observedMs: timeMsSchema.optional(),
  }),
  proves: () => baskets.key(),
  answer({ state }) {
    const basket = requireBasket(state);
    return { ...basket, lines: basket.lines as BasketLine[], ...readValue(state) };
  },
});
