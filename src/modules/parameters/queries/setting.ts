// The range, owner, notice and default of one parameter, with proof.
import { z } from "zod";
import { parameterSettingSchema, parameterSettings } from "#src/machine/parameter.ts";
import { defineQuery } from "#src/machine/query.ts";
import { parameterNameSchema } from "../rules.ts";
import { requireSetting } from "../settings.ts";

export const setting = defineQuery({
  summary: "The range, owner, notice and default of one parameter.",
  readers: "public",
  params: z.strictObject({ parameter: parameterNameSchema }),
  result: parameterSettingSchema,
  proves: ({ parameter }) => parameterSettings.key(parameter),
  answer: ({ state }, { parameter }) => requireSetting(state, parameter),
});
