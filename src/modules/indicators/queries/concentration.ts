// How concentrated the production of a component is.
import { z } from "zod";
import { limits } from "#src/core/limits.ts";
import { amountSchema, countSchema } from "#src/core/schemas.ts";
import { defineQuery } from "#src/machine/query.ts";
import { concentrationOf } from "../reading.ts";
import { componentIdSchema, countrySchema, rawSchema, recordSchema, stageSchema } from "../schemas.ts";

const stepSchema = z.strictObject({
  country: countrySchema,
  sharePpm: rawSchema.optional(),
  squarePpm2: amountSchema.optional(),
  /** In thousandths of 0 to 10; absent where no weight is in force. */
  governance: rawSchema.optional(),
});

const concentrationSchema = z.strictObject({
  /** The record of the shares. */
  record: recordSchema,
  governanceRecords: z.array(countSchema).max(limits.shareCountriesMax),
  steps: z.array(stepSchema).max(limits.shareCountriesMax),
  othersPpm: rawSchema.optional(),
  /** All that has no known share of its own. */
  restPpm: rawSchema,
  hhi: amountSchema.optional(),
  hhiLeast: amountSchema,
  hhiMost: amountSchema,
  weightedLeast: amountSchema,
  weightedMost: amountSchema,
});

export const concentration = defineQuery({
  summary: "The Herfindahl-Hirschman index of a stage, plain and weighted by governance, with bounds and every step.",
  readers: "public",
  params: z.strictObject({ component: componentIdSchema, stage: stageSchema }),
  /** Nothing within where nobody stated shares. */
  result: z.strictObject({ concentration: concentrationSchema.optional() }),
  answer({ state }, { component, stage }) {
    const found = concentrationOf(state, component, stage);
    return found === undefined ? {} : { concentration: found };
  },
});
