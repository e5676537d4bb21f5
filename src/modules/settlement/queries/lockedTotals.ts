// How much of each currency is locked.
import { z } from "zod";
import { present } from "#src/core/assert.ts";
import { limits } from "#src/core/limits.ts";
import { amountSchema, currencySchema } from "#src/core/schemas.ts";
import { defineQuery, pageOf, pageParams, readPage } from "#src/machine/query.ts";
import { lockedTotals as totals } from "../tables.ts";

export const lockedTotals = defineQuery({
  summary: "The sums of all open locks, for each currency that has any.",
  readers: "public",
  params: z.strictObject({ ...pageParams }),
  result: pageOf(z.strictObject({ currency: currencySchema, value: amountSchema })),
  answer({ state }, { after, limit }) {
    const currencyOf = (parts: readonly string[]) => present(parts[0], "a total's key ends with a currency");
    return readPage(
      totals.scan(state, { after, limit: (limit ?? limits.pageRowsDefault) + 1 }),
      limit,
      ({ parts, value }) => ({ currency: currencyOf(parts), value }),
      ({ parts }) => currencyOf(parts),
    );
  },
});
