// The requests for redemption of an account.
import { z } from "zod";
import { limits } from "#src/core/limits.ts";
import { accountSchema } from "#src/core/schemas.ts";
import { defineQuery, pageOf, pageParams, readPage } from "#src/machine/query.ts";
import { party } from "#src/machine/readers.ts";
import { requireRequest } from "../requests.ts";
import { requestNumberSchema, requestSchema } from "../schemas.ts";
import { accountRequests } from "../tables.ts";

export const redemptions = defineQuery({
  summary: "The requests for redemption of an account, oldest first.",
  readers: party("account"),
  params: z.strictObject({ account: accountSchema, ...pageParams }),
  result: pageOf(z.strictObject({ request: requestNumberSchema, ...requestSchema.shape })),
  answer: ({ state }, { account, after, limit }) =>
    readPage(
      accountRequests.scan(state, { within: [account], after, limit: (limit ?? limits.pageRowsDefault) + 1 }),
      limit,
      ({ parts }) => ({ request: Number(parts[1]), ...requireRequest(state, Number(parts[1])) }),
      ({ parts }) => parts[1] ?? "",
    ),
});
