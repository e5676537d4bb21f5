// All rates for a pair.
import { z } from "zod";
import type { Account } from "#src/core/account.ts";
import { accountSchema } from "#src/core/schemas.ts";
import { defineQuery, pageOf, pageParams, readPage } from "#src/machine/query.ts";
import { pairShape, rateSchema } from "../schemas.ts";
import { rates as table } from "../tables.ts";

export const rates = defineQuery({
  summary: "Every provider's rate for a pair.",
  readers: "public",
  params: z.strictObject({ ...pairShape, ...pageParams }),
  result: pageOf(z.strictObject({ provider: accountSchema, isValid: z.boolean(), rate: rateSchema })),
  answer: ({ state }, { base, quote, after, limit }) =>
    readPage(
      table.scan(state, { within: [base, quote], after }),
      limit,
      ({ parts, value }) => ({
        provider: (parts[2] ?? "") as Account,
        isValid: state.timeMs < value.validUntilMs,
        rate: value,
      }),
      ({ parts }) => parts[2] ?? "",
    ),
});
