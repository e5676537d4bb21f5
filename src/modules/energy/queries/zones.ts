// All zones.
import { z } from "zod";
import { defineQuery, pageOf, pageParams, readPage } from "#src/machine/query.ts";
import { zoneIdSchema, zoneSchema } from "../schemas.ts";
import { zones as rows } from "../tables.ts";

export const zones = defineQuery({
  summary: "All zones, by name.",
  readers: "public",
  params: z.strictObject(pageParams),
  result: pageOf(z.strictObject({ zone: zoneIdSchema, ...zoneSchema.shape })),
  answer: ({ state }, { after, limit }) =>
    readPage(
      rows.scan(state, { after }),
      limit,
      ({ parts, value }) => ({ ...value, zone: parts[0] ?? "" }),
      ({ parts }) => parts[0] ?? "",
    ),
});
