// One bundle that waits for its payers.
import { z } from "zod";
import { defineQuery } from "#src/machine/query.ts";
import { party } from "#src/machine/readers.ts";
import { requireProposal } from "../bundles.ts";
import { bundleIdSchema, proposalSchema } from "../schemas.ts";
import { proposals } from "../tables.ts";

export const bundle = defineQuery({
  summary: "One bundle that waits for its payers, and who has not confirmed it.",
  readers: party(["legs.from", "legs.to", "proposer"], ["legs.currency"]),
  params: z.strictObject({ bundle: bundleIdSchema }),
  result: z.strictObject({ bundle: bundleIdSchema, ...proposalSchema.shape }),
  proves: (params) => proposals.key(params.bundle),
  answer: ({ state }, params) => ({ ...params, ...requireProposal(state, params.bundle) }),
});
