// What a currency has at stake.
import { z } from "zod";
import { currencySchema } from "#src/core/schemas.ts";
import { defineQuery } from "#src/machine/query.ts";
import { exposureSchema } from "../schemas.ts";
import { exposures } from "../tables.ts";

export const exposure = defineQuery({
  summary: "What is lent of a currency on all lines, and what is held of it as collateral.",
  readers: "public",
  params: z.strictObject({ currency: currencySchema }),
  result: exposureSchema,
  proves: ({ currency }) => exposures.key(currency),
  answer: ({ state }, { currency }) => exposures.get(state, currency) ?? { lent: 0n, collateral: 0n },
});
