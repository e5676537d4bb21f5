// One reference system.
import { z } from "zod";
import { defineQuery } from "#src/machine/query.ts";
import { requireReference } from "../registering.ts";
import { nameSchema, referenceSchema } from "../schemas.ts";
import { references } from "../tables.ts";

export const reference = defineQuery({
  summary: "One reference system: what an SCU of each class of work is.",
  readers: "public",
  params: z.strictObject({ reference: nameSchema }),
  result: referenceSchema,
  proves: ({ reference: name }) => references.key(name),
  answer: ({ state }, { reference: name }) => requireReference(state, name),
});
