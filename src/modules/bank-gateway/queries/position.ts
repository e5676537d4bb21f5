// What a bank has pledged and was paid.
import { z } from "zod";
import { accountSchema, currencySchema } from "#src/core/schemas.ts";
import { defineQuery } from "#src/machine/query.ts";
import { party } from "#src/machine/readers.ts";
import { positionOf } from "../channels.ts";
import { positionSchema } from "../schemas.ts";
import { positions } from "../tables.ts";

export const position = defineQuery({
  summary: "What a bank has pledged and was paid out in a currency, its open requests and its customers.",
  readers: party("bank"),
  params: z.strictObject({ currency: currencySchema, bank: accountSchema }),
  result: positionSchema,
  proves: ({ currency, bank }) => positions.key(currency, bank),
  answer: ({ state }, { currency, bank }) => positionOf(state, currency, bank),
});
