// Events of the module `accounts`.
import { z } from "zod";
import {
  accountSchema,
  amountSchema,
  currencySchema,
  hashSchema,
  noteSchema,
  timeMsSchema,
} from "#src/core/schemas.ts";
import { defineEvents } from "#src/machine/event.ts";
import { policySchema } from "#src/transaction/account.ts";
import { currencySettingsSchema, guardiansSchema } from "./schemas.ts";

const moneyMade = z.strictObject({ currency: currencySchema, account: accountSchema, amount: amountSchema });
const freeze = z.strictObject({
  account: accountSchema,
  currency: currencySchema.optional(),
  by: accountSchema,
  reference: noteSchema,
});
const pause = z.strictObject({ currency: currencySchema, by: accountSchema, reference: noteSchema });

export const events = defineEvents("accounts", {
  accountOpened: z.strictObject({ account: accountSchema, sponsor: accountSchema, policy: policySchema }),
  accountClosed: z.strictObject({ account: accountSchema, depositReturned: amountSchema }),
  keysRotated: z.strictObject({ account: accountSchema, policy: policySchema }),
  guardiansSet: z.strictObject({ account: accountSchema, guardians: guardiansSchema.optional() }),
  recoverySupported: z.strictObject({
    account: accountSchema,
    guardian: accountSchema,
    effectiveMs: timeMsSchema.optional(),
  }),
  recoveryCancelled: z.strictObject({ account: accountSchema }),
  accountRecovered: z.strictObject({ account: accountSchema, policy: policySchema }),
  currencyRegistered: z.strictObject({ currency: currencySchema, settings: currencySettingsSchema }),
  currencyIssued: moneyMade,
  currencyBurnt: moneyMade,
  accountFrozen: freeze,
  accountUnfrozen: freeze,
  currencyPaused: pause,
  currencyResumed: pause,
  transactionVoided: z.strictObject({ account: accountSchema, transaction: hashSchema }),
});
