// What was ever settled in each currency, by step.
import { z } from "zod";
import { present } from "#src/core/assert.ts";
import { limits } from "#src/core/limits.ts";
import { currencySchema } from "#src/core/schemas.ts";
import { defineQuery, pageOf, pageParams, readPage } from "#src/machine/query.ts";
import { settledTotalSchema } from "../schemas.ts";
import { settledTotals as totals } from "../tables.ts";

export const settledTotals = defineQuery({
  summary: "What was ever settled in each currency, by the step that settled it.",
  readers: "public",
  params: z.strictObject({ ...pageParams }),
  result: pageOf(z.strictObject({ currency: currencySchema, ...settledTotalSchema.shape })),
  answer({ state }, { after, limit }) {
    const currencyOf = (parts: readonly string[]) => present(parts[0], "a total's key ends with a currency");
    return readPage(
      totals.scan(state, { after, limit: (limit ?? limits.pageRowsDefault) + 1 }),
      limit,
      ({ parts, value }) => ({ currency: currencyOf(parts), ...value }),
      ({ parts }) => currencyOf(parts),
    );
  },
});
