// All metals.
import { z } from "zod";
import { defineQuery, pageOf, pageParams, readPage } from "#src/machine/query.ts";
import { metalSchema, metalSettingsSchema } from "../schemas.ts";
import { metalSettings } from "../tables.ts";

export const metals = defineQuery({
  summary: "All metals with their rules, by name.",
  readers: "public",
  params: z.strictObject(pageParams),
  result: pageOf(z.strictObject({ metal: metalSchema, ...metalSettingsSchema.shape })),
  answer: ({ state }, { after, limit }) =>
    readPage(
      metalSettings.scan(state, { after }),
      limit,
      ({ parts, value }) => ({ ...value, metal: parts[0] ?? "" }),
      ({ parts }) => parts[0] ?? "",
    ),
});
