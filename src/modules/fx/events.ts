// Events of the module `fx`.
import { z } from "zod";
import { accountSchema, timeMsSchema } from "#src/core/schemas.ts";
import { defineEvents } from "#src/machine/event.ts";
import { judgedSchema } from "#src/modules/corridors/access.ts";
import { legsSchema, pairShape, quoteNumberSchema, quoteSchema, tiersSchema } from "./schemas.ts";

const provider = accountSchema;
const quote = quoteNumberSchema;
const { corridor, payer, payee, kind, purpose, hops } = quoteSchema.shape;

export const events = defineEvents("fx", {
  ratePublished: z.strictObject({ ...pairShape, provider, tiers: tiersSchema, validUntilMs: timeMsSchema }),
  rateWithdrawn: z.strictObject({ ...pairShape, provider }),
  quoteTaken: z.strictObject({ number: quote, ...quoteSchema.shape }),
  quoteCancelled: z.strictObject({ number: quote, payer }),
  quoteLapsed: z.strictObject({ number: quote, payer }),
  /** Everything that moved, and what the payment was judged by. */
  exchangeSettled: z.strictObject({
    ...{ number: quote, corridor, payer, payee, kind, purpose, hops },
    legs: legsSchema,
    judged: judgedSchema,
  }),
});
