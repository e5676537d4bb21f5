// A module that reweights the basket to any targets: what `weights` does by rule, as tests of the basket need it.
import { z } from "zod";
import { defineRefusals, refusal } from "#src/core/refusal.ts";
import { countSchema } from "#src/core/schemas.ts";
import { defineMessage } from "#src/machine/message.ts";
import { defineModule } from "#src/machine/module.ts";
import { componentIdSchema, componentsMax, move, read, weightPpmSchema } from "#src/modules/basket/access.ts";

const refusals = defineRefusals("reweigher", {
  hindered: refusal<{ why: string; component: string }>(9_100, "conflict", "The basket cannot be reweighted now."),
});

const target = z.strictObject({ component: componentIdSchema, weightPpm: weightPpmSchema });

const applyTargets = defineMessage({
  summary: "Reweights the basket.",
  actors: ["everyone"],
  schema: z.strictObject({ targets: z.array(target).max(componentsMax) }),
  result: z.strictObject({ number: countSchema }),
  work: 1,
  handle({ state }, { targets }) {
    const plan = read.planOf(state, targets);
    if ("why" in plan) throw refusals.hindered(plan);
    return { number: move.carryOut(state, plan) };
  },
});

export const reweigher = defineModule({
  name: "reweigher",
  version: 1,
  summary: "Reweights the basket to any targets, for tests.",
  after: ["basket"],
  tables: {},
  messages: { applyTargets },
  refusals,
});
