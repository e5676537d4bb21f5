// One council.
import { z } from "zod";
import { councilIdSchema } from "#src/core/schemas.ts";
import { defineQuery } from "#src/machine/query.ts";
import { requireCouncil } from "../councils.ts";
import { councilSchema } from "../schemas.ts";
import { councils } from "../tables.ts";

export const council = defineQuery({
  summary: "One council: what it is for, and which of its charters is in force.",
  readers: "public",
  params: z.strictObject({ council: councilIdSchema }),
  result: councilSchema,
  proves: ({ council: id }) => councils.key(id),
  answer: ({ state }, { council: id }) => requireCouncil(state, id),
});
