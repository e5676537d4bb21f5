// One parameter: its value, what is announced, and its bounds. The proof is of the value; without a row the default holds.
import { z } from "zod";
import { parameterValues } from "#src/machine/parameter.ts";
import { defineQuery } from "#src/machine/query.ts";
import { parameterNameSchema, parameterShownSchema, standingOf } from "../rules.ts";
import { requireSetting } from "../settings.ts";

export const parameter = defineQuery({
  summary: "One parameter: the value in force, the one announced, its range, owner and notice.",
  readers: "public",
  params: z.strictObject({ parameter: parameterNameSchema }),
  result: parameterShownSchema,
  proves: (params) => parameterValues.key(params.parameter),
  answer({ state }, { parameter: name }) {
    const setting = requireSetting(state, name);
    return { parameter: name, ...standingOf(parameterValues.get(state, name), setting, state.height), setting };
  },
});
