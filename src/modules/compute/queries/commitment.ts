// One commitment.
import { z } from "zod";
import { defineQuery } from "#src/machine/query.ts";
import { party } from "#src/machine/readers.ts";
import { requireCommitment } from "../capacity.ts";
import { commitmentNumberSchema, commitmentSchema } from "../schemas.ts";
import { commitments } from "../tables.ts";

export const commitment = defineQuery({
  summary: "One commitment of capacity, with its bond and its certificates.",
  readers: party("provider"),
  params: z.strictObject({ commitment: commitmentNumberSchema }),
  result: commitmentSchema,
  proves: ({ commitment: number }) => commitments.key(number),
  answer: ({ state }, { commitment: number }) => requireCommitment(state, number),
});
