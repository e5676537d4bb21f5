// What the queues may draw on for one bank.
import { z } from "zod";
import { accountSchema, currencySchema } from "#src/core/schemas.ts";
import { defineQuery } from "#src/machine/query.ts";
import { party } from "#src/machine/readers.ts";
import { sourcesSchema } from "../schemas.ts";
import { sources } from "../tables.ts";

export const automaticDraws = defineQuery({
  summary: "What a bank lets its urgent items draw on in a currency.",
  readers: party("account"),
  params: z.strictObject({ currency: currencySchema, account: accountSchema }),
  result: sourcesSchema,
  proves: ({ currency, account }) => sources.key(currency, account),
  answer: ({ state }, { currency, account }) => sources.get(state, currency, account) ?? { credit: false },
});
