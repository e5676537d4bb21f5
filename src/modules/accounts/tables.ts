// State of the module `accounts`.
import { z } from "zod";
import { limits } from "#src/core/limits.ts";
import {
  accountSchema,
  amountSchema,
  countSchema,
  currencySchema,
  noteSchema,
  timeMsSchema,
} from "#src/core/schemas.ts";
import { defineQueue } from "#src/state/queue.ts";
import { defineTable } from "#src/state/table.ts";
import { policySchema } from "#src/transaction/account.ts";
import { currencySettingsSchema, guardiansSchema } from "./schemas.ts";

export const accountRecordSchema = z.strictObject({
  /** Null for an account of the ledger's own books, which no key can sign for. */
  policy: policySchema.nullable(),
  guardians: guardiansSchema.optional(),
  sponsor: accountSchema.optional(),
  /** What the sponsor left for the state that the account takes up, in micro-KDG; returned when it is closed. */
  depositMicroKdg: amountSchema.optional(),
  openedMs: timeMsSchema,
  /** The legal reference under which the account may neither act, pay nor be paid. */
  frozenReference: noteSchema.optional(),
  /** When it was last released from a freeze; absent where it was never frozen. */
  unfrozenMs: timeMsSchema.optional(),
});

export const accountRecords = defineTable("accounts/account/{account}", accountRecordSchema);

/** What an account holds of a currency. A frozen balance neither leaves nor grows. */
export const balanceSchema = z.strictObject({
  amount: amountSchema,
  frozenReference: noteSchema.optional(),
  /** Whether the whole account was frozen, or the currency's authority froze this balance: who froze it, releases it. */
  frozenWith: z.enum(["account", "currency"]).optional(),
  /** Another module watches it: whether it has been credited since that module last looked. */
  watch: z.enum(["quiet", "credited"]).optional(),
});
export const balances = defineTable("accounts/balance/{currency}/{account}", balanceSchema);

/** When a currency's authority last released a balance; the row goes with the account. */
export const releases = defineTable("accounts/release/{currency}/{account}", timeMsSchema);

/** Watched balances of a currency that were credited, in their order; each stands in it once while it is watched. */
export const credited = defineQueue("accounts/credited", accountSchema);

export const currencies = defineTable("accounts/currency/{currency}", currencySettingsSchema);

/** The codes of all currencies, so that a handler can visit them. */
export const currencyCodes = defineTable("accounts/currency-codes", z.array(currencySchema).max(limits.currenciesMax));

/** The sum of all balances of a currency. */
export const supplies = defineTable("accounts/supply/{currency}", amountSchema);

/** Work an account had used at a moment and not yet been given back; absent while it has asked for none. */
export const quotas = defineTable(
  "accounts/quota/{account}",
  z.strictObject({ usedWork: countSchema, updatedMs: timeMsSchema }),
);

/** A new policy asked for by guardians: who supports it, and when it may take effect. */
export const recoverySchema = z.strictObject({
  policy: policySchema,
  supporters: z.array(accountSchema).max(limits.policyKeysMax),
  /** Set once enough guardians support it. */
  effectiveMs: timeMsSchema.optional(),
});
export const recoveries = defineTable("accounts/recovery/{account}", recoverySchema);

/** How much of other modules' state belongs to an account, or waits for it; no row while nothing does. */
export const ties = defineTable("accounts/tie/{account}", countSchema);

/** How many accounts a sponsor has opened without a deposit. */
export const sponsoredCounts = defineTable("accounts/sponsored/{sponsor}", countSchema);
