// How well a country is governed.
import { z } from "zod";
import { defineQuery } from "#src/machine/query.ts";
import { places, recordsAt } from "../entries.ts";
import { countrySchema, recordsShape } from "../schemas.ts";
import { governanceOf } from "../tables.ts";

export const governance = defineQuery({
  summary: "The governance weight of a country, in force and to come; proves the entry.",
  readers: "public",
  params: z.strictObject({ country: countrySchema }),
  result: z.strictObject(recordsShape),
  proves: ({ country }) => governanceOf.key(country),
  answer: ({ state }, subject) => recordsAt(state, places.governance(subject)),
});
