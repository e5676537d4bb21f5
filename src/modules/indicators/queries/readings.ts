// What weights may be computed from: every indicator of a component in its shortest form.
import { z } from "zod";
import { countSchema, timeMsSchema } from "#src/core/schemas.ts";
import { defineQuery } from "#src/machine/query.ts";
import { read } from "../access.ts";
import { componentIdSchema, figureSchema, indicatorNames, indicatorSchema, rawSchema } from "../schemas.ts";

const readingSchema = z.strictObject({
  indicator: indicatorSchema,
  status: z.enum(["unrecorded", "value", "unknown"]),
  number: countSchema.optional(),
  fromMs: timeMsSchema.optional(),
  figure: figureSchema.optional(),
  scarcityPpm: rawSchema.optional(),
  /** Equal for a value; of an unknown, what is known of it. */
  bounds: z.strictObject({ leastPpm: rawSchema, mostPpm: rawSchema }),
});

export const readings = defineQuery({
  summary: "What other modules are given of a component: values, typed unknowns and places, by record number.",
  readers: "public",
  params: z.strictObject({ component: componentIdSchema }),
  result: z.strictObject({ readings: z.array(readingSchema).max(indicatorNames.length) }),
  answer({ state }, { component }) {
    const { indicators } = read.indicatorsOf(state, component);
    return { readings: indicatorNames.map((indicator) => ({ indicator, ...indicators[indicator] })) };
  },
});
