// Events of the module `settlement`.
import { z } from "zod";
import { accountSchema, currencySchema, hashSchema, positiveAmountSchema } from "#src/core/schemas.ts";
import { defineEvents } from "#src/machine/event.ts";
import { lockNumberSchema, lockShownSchema, referenceShape } from "./schemas.ts";

const closedLockShape = {
  lock: lockNumberSchema,
  payer: accountSchema,
  payee: accountSchema,
  currency: currencySchema,
  amount: positiveAmountSchema,
  ...referenceShape,
} as const;

export const events = defineEvents("settlement", {
  /** One for each payment, and one for each leg of `settleLegs`. */
  paymentSettled: z.strictObject({
    from: accountSchema,
    currency: currencySchema,
    to: accountSchema,
    amount: positiveAmountSchema,
    ...referenceShape,
  }),
  fundsLocked: lockShownSchema,
  /** Carries the preimage, by which the payer may fulfil its side on another ledger. */
  lockFulfilled: z.strictObject({ ...closedLockShape, preimage: hashSchema.optional() }),
  lockCancelled: z.strictObject({ ...closedLockShape, by: accountSchema }),
  lockExpired: z.strictObject(closedLockShape),
});
