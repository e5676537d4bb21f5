// Events of the module `weights`.
import { z } from "zod";
import { accountSchema, countSchema, hashSchema } from "#src/core/schemas.ts";
import { defineEvents } from "#src/machine/event.ts";
import { componentIdSchema, componentsMax, weightPpmSchema } from "#src/modules/basket/access.ts";
import { obstacleSchema, policySchema, rebalanceSchema } from "./schemas.ts";

const number = countSchema;
const { fromMs, endsMs } = rebalanceSchema.shape;

export const events = defineEvents(
  "weights",
  {
    forecastRecorded: z.strictObject({ modelHash: hashSchema, trees: countSchema, by: accountSchema }),
    policySet: z.strictObject({ policy: policySchema }),
    pricesObserved: z.strictObject({ number, slot: countSchema, prices: countSchema }),
    rebalanceAnnounced: z.strictObject({
      number,
      weights: z.array(z.strictObject({ component: componentIdSchema, weightPpm: weightPpmSchema })).max(componentsMax),
      ...{ fromMs, endsMs },
    }),
    rebalanceSkipped: z.strictObject({ number, obstacle: obstacleSchema }),
    rebalanceHeld: z.strictObject({ number, obstacle: obstacleSchema }),
    rebalanceExecuted: z.strictObject({ number, reweighting: countSchema }),
    rebalanceLapsed: z.strictObject({ number, obstacle: obstacleSchema }),
  },
  [
    "policySet",
    "pricesObserved",
    "rebalanceAnnounced",
    "rebalanceSkipped",
    "rebalanceHeld",
    "rebalanceExecuted",
    "rebalanceLapsed",
  ],
);
