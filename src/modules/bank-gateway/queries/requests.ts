// The requests of a channel that have not ended.
import { z } from "zod";
import { currencySchema } from "#src/core/schemas.ts";
import { defineQuery, pageOf, pageParams, readPage } from "#src/machine/query.ts";
import { party } from "#src/machine/readers.ts";
import { requestNumberSchema, requestSchema } from "../schemas.ts";
import { requests as table } from "../tables.ts";

export const requests = defineQuery({
  summary: "The requests of a channel that have not ended, by number.",
  readers: party([]),
  params: z.strictObject({ currency: currencySchema, ...pageParams }),
  result: pageOf(z.strictObject({ number: requestNumberSchema, request: requestSchema })),
  answer: ({ state }, { currency, after, limit }) =>
    readPage(
      table.scan(state, { within: [currency], after }),
      limit,
      ({ parts, value }) => ({ number: Number(parts[1]), request: value }),
      ({ parts }) => parts[1] ?? "",
    ),
});
