// All indicators of one component.
import { z } from "zod";
import { defineQuery } from "#src/machine/query.ts";
import { indicatorsOf } from "../reading.ts";
import { componentIdSchema, indicatorNames, indicatorViewSchema } from "../schemas.ts";

export const indicators = defineQuery({
  summary: "All indicators of a component with units, ranges, sources and typed unknowns.",
  readers: "public",
  params: z.strictObject({ component: componentIdSchema }),
  result: z.strictObject({ indicators: z.array(indicatorViewSchema).max(indicatorNames.length) }),
  answer: ({ state }, { component }) => ({ indicators: indicatorsOf(state, component) }),
});
