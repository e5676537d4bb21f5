// A currency: its decimals, issuer, and whether it is paused.
import { z } from "zod";
import { currencySchema } from "#src/core/schemas.ts";
import { defineQuery } from "#src/machine/query.ts";
import { read } from "../access.ts";
import { currencySettingsSchema } from "../schemas.ts";
import { currencies } from "../tables.ts";

export const currency = defineQuery({
  summary: "One currency: its decimals, its issuer, and whether it is paused.",
  readers: "public",
  params: z.strictObject({ currency: currencySchema }),
  result: currencySettingsSchema,
  proves: (params) => currencies.key(params.currency),
  answer: ({ state }, params) => read.requireCurrency(state, params.currency),
});
