// Events of the module `bonds`.
import { z } from "zod";
import { accountSchema, amountSchema, keyTextSchema } from "#src/core/schemas.ts";
import { defineEvents } from "#src/machine/event.ts";
import { bondNumberSchema, stakeSchema } from "./schemas.ts";

const bond = bondNumberSchema;
const owner = accountSchema;

export const events = defineEvents("bonds", {
  bondOpened: z.strictObject({ bond, owner, purpose: keyTextSchema, ...stakeSchema.shape }),
  bondToppedUp: z.strictObject({ bond, owner, ...stakeSchema.shape }),
  bondReleased: z.strictObject({ bond, owner, ...stakeSchema.shape }),
  /** The worth of what was taken out of it, at low prices without a haircut. */
  bondPaid: z.strictObject({ bond, owner, to: accountSchema, worthNano: amountSchema, ...stakeSchema.shape }),
});
