// The rules for one metal.
import { z } from "zod";
import { defineQuery } from "#src/machine/query.ts";
import { metalSchema, metalSettingsSchema } from "../schemas.ts";
import { metalSettings } from "../tables.ts";
import { requireMetal } from "../vaults.ts";

export const metal = defineQuery({
  summary: "The rules for one metal: unit, form, least fineness, bounds of weight.",
  readers: "public",
  params: z.strictObject({ metal: metalSchema }),
  result: metalSettingsSchema,
  proves: ({ metal: name }) => metalSettings.key(name),
  answer: ({ state }, { metal: name }) => requireMetal(state, name),
});
