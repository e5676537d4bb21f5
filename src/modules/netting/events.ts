// Events of the module `netting`.
import { z } from "zod";
import { accountSchema, amountSchema, currencySchema } from "#src/core/schemas.ts";
import { defineEvents } from "#src/machine/event.ts";
import {
  bundleIdSchema,
  earmarksSchema,
  itemNumberSchema,
  itemShownSchema,
  prioritySchema,
  proposalSchema,
  stepSchema,
} from "./schemas.ts";

const item = itemNumberSchema;
const bundle = bundleIdSchema;
const limit = { account: accountSchema, currency: currencySchema, counterparty: accountSchema.optional() };

export const events = defineEvents("netting", {
  itemQueued: itemShownSchema,
  /** Names the step that settled it, and all that was paid. */
  itemSettled: z.strictObject({ ...itemShownSchema.shape, step: stepSchema }),
  itemCancelled: z.strictObject({ ...itemShownSchema.shape, by: accountSchema }),
  itemExpired: itemShownSchema,
  priorityChanged: z.strictObject({ item, by: accountSchema, priority: prioritySchema }),
  bundleProposed: z.strictObject({ bundle, ...proposalSchema.shape }),
  bundleConfirmed: z.strictObject({ bundle, by: accountSchema, waitsFor: proposalSchema.shape.waitsFor }),
  /** All have confirmed: from here on it is an item. */
  bundleCompleted: z.strictObject({ bundle, item }),
  bundleWithdrawn: z.strictObject({ bundle, by: accountSchema }),
  bundleExpired: z.strictObject({ bundle }),
  earmarksSet: z.strictObject({ account: accountSchema, currency: currencySchema, ...earmarksSchema.shape }),
  limitSet: z.strictObject({ ...limit, most: amountSchema }),
  limitRemoved: z.strictObject(limit),
});
