// Events of the module `payments`: one for each step.
import { z } from "zod";
import { accountSchema, amountSchema, positiveAmountSchema } from "#src/core/schemas.ts";
import { defineEvents } from "#src/machine/event.ts";
import { corridorIdSchema, judgedSchema, sideSchema } from "#src/modules/corridors/access.ts";
import { legsSchema } from "#src/modules/fx/access.ts";
import {
  paymentSchema,
  reasonCodeSchema,
  recallSchema,
  requiredSchema,
  standingSchema,
  stateSchema,
  termsSchema,
  uetrSchema,
} from "./schemas.ts";

const reason = reasonCodeSchema;
const { endToEndId, corridor, kind, purpose, quote } = termsSchema.shape;
const { source, destination, hops, fee } = paymentSchema.shape;
/** Who may read of it, and what both banks know it by. */
const aboutShape = { uetr: uetrSchema, payer: accountSchema, payee: accountSchema, endToEndId } as const;

export const events = defineEvents("payments", {
  paymentPrepared: z.strictObject({
    ...aboutShape,
    ...{ corridor, kind, purpose, source, destination, quote, hops, fee },
    expiresMs: termsSchema.shape.expiresMs,
  }),
  paymentPended: z.strictObject({ ...aboutShape, state: stateSchema, reason: reason.optional() }),
  /** Everything that moved, and what the payment was judged by. Legs of the payer come out of what it had locked. */
  paymentSettled: z.strictObject({
    ...aboutShape,
    ...{ corridor, kind, purpose, quote, hops },
    legs: legsSchema,
    judged: judgedSchema,
  }),
  /** All legs are void: what was locked is back with the payer, and what was set aside with the providers. */
  paymentVoided: z.strictObject({ ...aboutShape, state: stateSchema, reason, locked: sideSchema, quote, hops }),
  recallRequested: z.strictObject({ ...aboutShape, reason }),
  recallAnswered: z.strictObject({ ...aboutShape, state: recallSchema.shape.state, reason }),
  paymentReturned: z.strictObject({
    ...aboutShape,
    currency: sideSchema.shape.currency,
    amount: positiveAmountSchema,
    returned: amountSchema,
    reason,
  }),
  /** The row is gone: only events tell of the payment from now on. */
  paymentRemoved: z.strictObject(aboutShape),
  standingAcceptanceSet: z.strictObject({
    account: accountSchema,
    corridor: corridorIdSchema,
    ...standingSchema.shape,
  }),
  requiredAttestationsSet: z.strictObject({ corridor: corridorIdSchema, ...requiredSchema.shape }),
});
