// Which attestations a corridor asks for.
import { z } from "zod";
import { defineQuery } from "#src/machine/query.ts";
import { corridorIdSchema } from "#src/modules/corridors/access.ts";
import { requiredSchema } from "../schemas.ts";
import { required } from "../tables.ts";

export const requiredAttestations = defineQuery({
  summary: "Which attestations payments of a corridor must bring, by kind of payment.",
  readers: "public",
  params: z.strictObject({ corridor: corridorIdSchema }),
  result: requiredSchema,
  proves: ({ corridor }) => required.key(corridor),
  answer: ({ state }, { corridor }) => required.get(state, corridor) ?? { customer: [], interbank: [] },
});
