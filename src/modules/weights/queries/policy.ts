// One policy.
import { z } from "zod";
import { countSchema } from "#src/core/schemas.ts";
import { defineQuery } from "#src/machine/query.ts";
import { refusals } from "../refusals.ts";
import { type Policy, policySchema } from "../schemas.ts";
import { policies } from "../tables.ts";

export const policy = defineQuery({
  summary: "One policy: bounds, groups, tilts and costs that the issuer set.",
  readers: "public",
  params: z.strictObject({ number: countSchema }),
  result: policySchema,
  proves: ({ number }) => policies.key(number),
  answer({ state }, { number }) {
    const found = policies.get(state, number);
    if (found === undefined) throw refusals.unknownPolicy({ number });
    return found as Policy;
  },
});
