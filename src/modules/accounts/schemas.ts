// The shapes that accounts are made of: key policies, guardians, currencies.
import { z } from "zod";
import { limits } from "#src/core/limits.ts";
import { accountSchema, durationMsSchema, noteSchema, timeMsSchema } from "#src/core/schemas.ts";
import { accountSaltSchema, policySchema } from "#src/transaction/account.ts";

/** The anchored currency. Only the module `issuance` makes and destroys it. */
export const anchoredCurrency = "KDG";

/** Accounts that together may give the account a new policy, after a delay in which its owner can object. */
export const guardiansSchema = z.strictObject({
  threshold: z.int().min(1).max(limits.policyKeysMax),
  accounts: z.array(accountSchema).min(1).max(limits.policyKeysMax),
  delayMs: durationMsSchema,
});
export type Guardians = z.output<typeof guardiansSchema>;

export const newAccountSchema = z.strictObject({
  policy: policySchema,
  salt: accountSaltSchema,
  guardians: guardiansSchema.optional(),
});

export const currencySettingsSchema = z.strictObject({
  decimals: z.int().min(0).max(18),
  /** The one account that issues it and takes it back. */
  issuer: accountSchema,
  /** The legal reference under which all transfers are stopped. */
  pausedReference: noteSchema.optional(),
  /** When transfers last went on; absent where they were never stopped. */
  resumedMs: timeMsSchema.optional(),
});
export type CurrencySettings = z.output<typeof currencySettingsSchema>;
