// Every change that is announced and not yet in force.
import { z } from "zod";
import { present } from "#src/core/assert.ts";
import { signedAmountSchema } from "#src/core/schemas.ts";
import { announcedValueSchema, parameterSettings, parameterValues } from "#src/machine/parameter.ts";
import { defineQuery, pageOf, pageParams, readPage } from "#src/machine/query.ts";
import type { StateScanner } from "#src/state/view.ts";
import { parameterNameSchema, standingOf } from "../rules.ts";

const pendingShownSchema = z.strictObject({
  parameter: parameterNameSchema,
  value: signedAmountSchema,
  next: announcedValueSchema,
});

export const pendingChanges = defineQuery({
  summary: "The announced changes by parameter: what changes at which height, by whom, and under which proposal.",
  readers: "public",
  params: z.strictObject({ ...pageParams }),
  result: pageOf(pendingShownSchema),
  answer: ({ state }, { after, limit }) =>
    readPage(
      pending(state, after),
      limit,
      (row) => row,
      ({ parameter }) => parameter,
    ),
});

/** There are no more rows than parameters, so that those with nothing pending are passed over. */
async function* pending(state: StateScanner, after: string | undefined) {
  for await (const { parts, value: row } of parameterValues.scan(state, { after })) {
    const parameter = present(parts[0], "a value's key ends with a parameter");
    const setting = present(parameterSettings.get(state, parameter), "a value has a setting");
    const { value, next } = standingOf(row, setting, state.height);
    if (next !== undefined) yield { parameter, value, next };
  }
}
