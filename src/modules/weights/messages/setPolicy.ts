// The issuer says by which policy weights are found from the next announcement on.
import { z } from "zod";
import { countSchema } from "#src/core/schemas.ts";
import { defineMessage } from "#src/machine/message.ts";
import { read as authority } from "#src/modules/authority/access.ts";
import { events } from "../events.ts";
import { keepPolicy, policyFault } from "../policies.ts";
import { policyContentSchema } from "../schemas.ts";

export const setPolicy = defineMessage({
  summary: "Sets bounds, groups, tilts and costs by which the rule finds weights; what is announced already stays.",
  actors: ["issuer"],
  schema: policyContentSchema,
  result: z.strictObject({ number: countSchema }),
  work: ({ components }) => 100 + 20 * components.length,
  handle({ state, actor, emit }, content) {
    authority.requireRole(state, actor, "issuer");
    const fault = policyFault(state, content);
    if (fault !== undefined) throw fault;

    const policy = keepPolicy(state, { ...content, by: actor });
    emit(events.policySet({ policy }));
    return { number: policy.number };
  },
});
