// One proposal.
import { z } from "zod";
import { defineQuery } from "#src/machine/query.ts";
import { requireProposal } from "../proposing.ts";
import { proposalNumberSchema, proposalSchema } from "../schemas.ts";
import { proposals } from "../tables.ts";

export const proposal = defineQuery({
  summary: "One proposal: what it would do, the votes so far, and what came of it.",
  readers: "public",
  params: z.strictObject({ proposal: proposalNumberSchema }),
  result: proposalSchema,
  proves: ({ proposal: number }) => proposals.key(number),
  answer: ({ state }, { proposal: number }) => requireProposal(state, number),
});
