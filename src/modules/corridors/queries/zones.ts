// All zones.
import { z } from "zod";
import { currencySchema } from "#src/core/schemas.ts";
import { defineQuery, pageOf, pageParams, readPage } from "#src/machine/query.ts";
import { zoneSchema } from "../schemas.ts";
import { zones as table } from "../tables.ts";

export const zones = defineQuery({
  summary: "All zones, by currency.",
  readers: "public",
  params: z.strictObject(pageParams),
  result: pageOf(z.strictObject({ currency: currencySchema, zone: zoneSchema })),
  answer: ({ state }, { after, limit }) =>
    readPage(
      table.scan(state, { after }),
      limit,
      ({ parts, value }) => ({ currency: parts[0] ?? "", zone: value }),
      ({ parts }) => parts[0] ?? "",
    ),
});
