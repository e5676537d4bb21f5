// The zone of a currency.
import { z } from "zod";
import { currencySchema } from "#src/core/schemas.ts";
import { defineQuery } from "#src/machine/query.ts";
import { zoneSchema } from "../schemas.ts";
import { zones } from "../tables.ts";
import { requireZone } from "../zones.ts";

export const zone = defineQuery({
  summary: "A currency's zone: calendar and limits in force and announced, and whether it is stopped.",
  readers: "public",
  params: z.strictObject({ currency: currencySchema }),
  result: zoneSchema,
  proves: ({ currency }) => zones.key(currency),
  answer: ({ state }, { currency }) => requireZone(state, currency),
});
