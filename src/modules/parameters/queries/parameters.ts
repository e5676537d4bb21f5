// Every parameter of the modules in force.
import { z } from "zod";
import { present } from "#src/core/assert.ts";
import { limits } from "#src/core/limits.ts";
import { parameterSettings, parameterValues } from "#src/machine/parameter.ts";
import { defineQuery, pageOf, pageParams, readPage } from "#src/machine/query.ts";
import { parameterShownSchema, standingOf } from "../rules.ts";

export const parameters = defineQuery({
  summary: "All parameters by name: values, ranges, owners and notices.",
  readers: "public",
  params: z.strictObject({ ...pageParams }),
  result: pageOf(parameterShownSchema),
  answer({ state }, { after, limit }) {
    const nameOf = (parts: readonly string[]) => present(parts[0], "a setting's key ends with a parameter");
    return readPage(
      parameterSettings.scan(state, { after, limit: (limit ?? limits.pageRowsDefault) + 1 }),
      limit,
      ({ parts, value: setting }) => {
        const parameter = nameOf(parts);
        return { parameter, ...standingOf(parameterValues.get(state, parameter), setting, state.height), setting };
      },
      ({ parts }) => nameOf(parts),
    );
  },
});
