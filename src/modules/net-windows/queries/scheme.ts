// One scheme.
import { z } from "zod";
import { defineQuery } from "#src/machine/query.ts";
import { requireScheme } from "../membership.ts";
import { schemeNumberSchema, schemeSchema } from "../schemas.ts";
import { schemes } from "../tables.ts";

export const scheme = defineQuery({
  summary: "A scheme: its operator and cadence, its windows, and what its members' debits need and would bear.",
  readers: "public",
  params: z.strictObject({ scheme: schemeNumberSchema }),
  result: schemeSchema,
  proves: (params) => schemes.key(params.scheme),
  answer: ({ state }, { scheme: number }) => requireScheme(state, number),
});
