// Events of the module `bank-gateway`.
import { z } from "zod";
import { accountSchema, amountSchema, currencySchema, heightSchema, positiveAmountSchema } from "#src/core/schemas.ts";
import { defineEvents } from "#src/machine/event.ts";
import {
  classNameSchema,
  reasonSchema,
  referenceSchema,
  requestNumberSchema,
  requestSchema,
  termsSchema,
} from "./schemas.ts";

const currency = currencySchema;
const ofRequest = {
  currency,
  request: requestNumberSchema,
  ...requestSchema.pick({ kind: true, bank: true, amount: true }).shape,
};
const ofLink = { currency, customer: accountSchema, bank: accountSchema };

export const events = defineEvents("bank-gateway", {
  channelOpened: z.strictObject({ currency, agent: accountSchema, terms: termsSchema }),
  agentReplaced: z.strictObject({ currency, before: accountSchema, agent: accountSchema }),
  /** What holds at once, and what holds from a height on. */
  termsSet: z.strictObject({ currency, terms: termsSchema, next: termsSchema, fromHeight: heightSchema }),
  channelHeld: z.strictObject({ currency, reference: reasonSchema }),
  channelResumed: z.strictObject({ currency }),
  requestMade: z.strictObject({
    ...ofRequest,
    ...requestSchema.pick({ status: true, reference: true, expiresMs: true }).shape,
  }),
  /** The throttle has let a redemption pass. */
  redemptionReleased: z.strictObject(ofRequest),
  /** From here on the agent alone ends it. */
  payoutStarted: z.strictObject(ofRequest),
  requestSettled: z.strictObject({ ...ofRequest, reference: referenceSchema }),
  requestRejected: z.strictObject({ ...ofRequest, reason: reasonSchema }),
  requestLapsed: z.strictObject(ofRequest),
  linkOffered: z.strictObject({ ...ofLink, className: classNameSchema, pullPerDayMost: amountSchema }),
  accountLinked: z.strictObject({ ...ofLink, className: classNameSchema, pullPerDayMost: amountSchema }),
  linkEnded: z.strictObject({ ...ofLink, by: accountSchema }),
  allowanceSet: z.strictObject({ ...ofLink, pullPerDayMost: amountSchema }),
  /** Waterfall: what went beyond the limit has gone to the bank. */
  excessPassed: z.strictObject({ ...ofLink, amount: positiveAmountSchema, limit: amountSchema }),
  paymentMade: z.strictObject({
    ...{ currency, from: accountSchema, to: accountSchema, amount: positiveAmountSchema },
    /** Reverse waterfall: what came from the bank for it. */
    pulled: amountSchema,
    bank: accountSchema,
  }),
});
