// What would be announced now.
import { z } from "zod";
import { defineQuery } from "#src/machine/query.ts";
import { rulingPolicy } from "../policies.ts";
import { proposalOf } from "../proposing.ts";
import { refusals } from "../refusals.ts";
import { obstacleSchema, proposalSchema } from "../schemas.ts";

export const preview = defineQuery({
  summary: "The weights that the rule would announce now with every step, or what is in the way.",
  readers: "public",
  isCostly: true,
  params: z.strictObject({}),
  result: z.strictObject({ proposal: proposalSchema.optional(), obstacle: obstacleSchema.optional() }),
  answer({ state }) {
    const policy = rulingPolicy(state);
    if (policy === undefined) throw refusals.policyMissing({});
    const found = proposalOf(state, policy);
    return "why" in found ? { obstacle: found } : { proposal: found };
  },
});
