// Events of the module `value-support`.
import { z } from "zod";
import { accountSchema, amountSchema, positiveAmountSchema, timeMsSchema } from "#src/core/schemas.ts";
import { defineEvents } from "#src/machine/event.ts";
import { periodShape, proofNumberSchema } from "./schemas.ts";

const proof = proofNumberSchema;

export const events = defineEvents("value-support", {
  supportProved: z.strictObject({
    proof,
    ...periodShape,
    prover: accountSchema,
    demandWh: amountSchema,
    matchedWh: amountSchema,
    provedWh: amountSchema,
    roomMicroKdg: positiveAmountSchema,
    endMs: timeMsSchema,
  }),
  supportEnded: z.strictObject({ proof }),
  feesClaimed: z.strictObject({ proof, prover: accountSchema, microKdg: positiveAmountSchema }),
});
