// One indicator of one component.
import { z } from "zod";
import { defineQuery } from "#src/machine/query.ts";
import { indicatorOf } from "../reading.ts";
import { indicatorSubjectShape, indicatorViewSchema } from "../schemas.ts";
import { values } from "../tables.ts";

export const indicator = defineQuery({
  summary:
    "One indicator: the record in force and the one to come, and its place on the fixed range; proves the entry.",
  readers: "public",
  params: z.strictObject(indicatorSubjectShape),
  result: indicatorViewSchema,
  proves: ({ component, indicator: name }) => values.key(component, name),
  answer: ({ state }, { component, indicator: name }) => indicatorOf(state, component, name),
});
