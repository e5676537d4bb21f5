// The open locks that an account has paid into.
import { z } from "zod";
import { limits } from "#src/core/limits.ts";
import { accountSchema } from "#src/core/schemas.ts";
import { defineQuery, pageOf, pageParams, readPage } from "#src/machine/query.ts";
import { party } from "#src/machine/readers.ts";
import { listedLock, listedPlace } from "../lockLists.ts";
import { lockShownSchema } from "../schemas.ts";
import { payerLocks } from "../tables.ts";

export const locksByPayer = defineQuery({
  summary: "The open locks that an account has paid into.",
  readers: party("account"),
  params: z.strictObject({ account: accountSchema, ...pageParams }),
  result: pageOf(lockShownSchema),
  answer: ({ state }, { account, after, limit }) =>
    readPage(
      payerLocks.scan(state, { within: [account], after, limit: (limit ?? limits.pageRowsDefault) + 1 }),
      limit,
      (row) => listedLock(state, row.parts),
      (row) => listedPlace(row.parts),
    ),
});
