// Which countries produce a component.
import { z } from "zod";
import { defineQuery } from "#src/machine/query.ts";
import { places, recordsAt } from "../entries.ts";
import { componentIdSchema, recordsShape, stageSchema } from "../schemas.ts";
import { sharesOf } from "../tables.ts";

export const shares = defineQuery({
  summary: "The countries' shares of a component at one stage, in force and to come; proves the entry.",
  readers: "public",
  params: z.strictObject({ component: componentIdSchema, stage: stageSchema }),
  result: z.strictObject(recordsShape),
  proves: ({ component, stage }) => sharesOf.key(component, stage),
  answer: ({ state }, subject) => recordsAt(state, places.shares(subject)),
});
