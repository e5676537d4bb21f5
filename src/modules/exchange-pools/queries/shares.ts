// Who has shares of a pool.
import { z } from "zod";
import type { Account } from "#src/core/account.ts";
import { accountSchema, positiveAmountSchema } from "#src/core/schemas.ts";
import { defineQuery, pageOf, pageParams, readPage } from "#src/machine/query.ts";
import { poolNumberSchema } from "../schemas.ts";
import { shares as table } from "../tables.ts";

export const shares = defineQuery({
  summary: "Everybody's shares of a pool.",
  readers: "supervisor",
  params: z.strictObject({ pool: poolNumberSchema, ...pageParams }),
  result: pageOf(z.strictObject({ account: accountSchema, shares: positiveAmountSchema })),
  answer: ({ state }, { pool, after, limit }) =>
    readPage(
      table.scan(state, { within: [pool], after }),
      limit,
      ({ parts, value }) => ({ account: (parts[1] ?? "") as Account, shares: value }),
      ({ parts }) => parts[1] ?? "",
    ),
});
