// One corridor.
import { z } from "zod";
import { defineQuery } from "#src/machine/query.ts";
import { corridorIdSchema, corridorSchema } from "../schemas.ts";
import { corridors } from "../tables.ts";
import { requireCorridor } from "../zones.ts";

export const corridor = defineQuery({
  summary: "A corridor: its operator, and which revision of its rule book is in force and announced.",
  readers: "public",
  params: z.strictObject({ corridor: corridorIdSchema }),
  result: corridorSchema,
  proves: ({ corridor: name }) => corridors.key(name),
  answer: ({ state }, { corridor: name }) => requireCorridor(state, name),
});
