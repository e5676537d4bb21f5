// One request that has not ended.
import { z } from "zod";
import { currencySchema } from "#src/core/schemas.ts";
import { defineQuery } from "#src/machine/query.ts";
import { party } from "#src/machine/readers.ts";
import { requireRequest } from "../requesting.ts";
import { requestNumberSchema, requestSchema } from "../schemas.ts";
import { requests } from "../tables.ts";

export const request = defineQuery({
  summary: "A request that has not ended: who asked for what, and how far it is.",
  readers: party("bank"),
  params: z.strictObject({ currency: currencySchema, request: requestNumberSchema }),
  result: requestSchema,
  proves: (params) => requests.key(params.currency, params.request),
  answer: ({ state }, { currency, request: number }) => requireRequest(state, currency, number),
});
