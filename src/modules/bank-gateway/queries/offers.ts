// The offers that a customer has.
import { z } from "zod";
import { accountSchema, currencySchema } from "#src/core/schemas.ts";
import { defineQuery, pageOf, pageParams, readPage } from "#src/machine/query.ts";
import { party } from "#src/machine/readers.ts";
import { offerSchema } from "../schemas.ts";
import { offers as table } from "../tables.ts";

export const offers = defineQuery({
  summary: "The offers of banks that an account has in a currency.",
  readers: party("customer"),
  params: z.strictObject({ currency: currencySchema, customer: accountSchema, ...pageParams }),
  result: pageOf(z.strictObject({ bank: accountSchema, offer: offerSchema })),
  answer: ({ state }, { currency, customer, after, limit }) =>
    readPage(
      table.scan(state, { within: [currency, customer], after }),
      limit,
      ({ parts, value }) => ({ bank: (parts[2] ?? "") as typeof customer, offer: value }),
      ({ parts }) => parts[2] ?? "",
    ),
});
