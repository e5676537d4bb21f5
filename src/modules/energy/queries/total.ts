// What all devices of a kind metered, and what became of it.
import { z } from "zod";
import { defineQuery } from "#src/machine/query.ts";
import { emptyTotal } from "../books.ts";
import { deviceKindSchema, totalSchema } from "../schemas.ts";
import { kindTotals } from "../tables.ts";

export const total = defineQuery({
  summary: "What all generation, or all loads, metered; what was issued for it, and in which states that is.",
  readers: "public",
  params: z.strictObject({ kind: deviceKindSchema }),
  result: totalSchema,
  proves: ({ kind }) => kindTotals.key(kind),
  answer: ({ state }, { kind }) => kindTotals.get(state, kind) ?? emptyTotal,
});
