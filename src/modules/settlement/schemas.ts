// The shapes of payments and locks, with references named as in ISO 20022.
import { z } from "zod";
import { accountSchema, currencySchema, hashSchema, positiveAmountSchema, timeMsSchema } from "#src/core/schemas.ts";

/** EndToEndId: at most 35 characters of the set that all payment systems pass on unchanged (SWIFT's set X). */
export const endToEndIdSchema = z.string().regex(/^[0-9A-Za-z/?:().,'+ -]{1,35}$/);

/** A code of the set ExternalPurpose1Code, such as `SALA` or `B112`; the set grows, so only the form is checked. */
export const purposeSchema = z.string().regex(/^[A-Z][A-Z0-9]{3}$/);

/** What payer and payee reconcile by; the ledger carries it and reads nothing into it. */
export const referenceShape = {
  endToEndId: endToEndIdSchema.optional(),
  purpose: purposeSchema.optional(),
  /** The hash of remittance advice that is kept off the ledger. */
  remittanceHash: hashSchema.optional(),
} as const;

/** One movement of money to one payee. */
export const legSchema = z.strictObject({ currency: currencySchema, to: accountSchema, amount: positiveAmountSchema });

export const lockNumberSchema = z.int().min(1).max(Number.MAX_SAFE_INTEGER);

/** What decides about locked money besides the amount. */
export const lockTermsShape = {
  /** From this block time on the money goes back. */
  expiresMs: timeMsSchema,
  /** SHA-256 of the preimage that must be shown; 32 bytes, as other ledgers' hash locks have it. */
  condition: hashSchema.optional(),
  /** Who alone may fulfil; the payee when absent. */
  fulfiller: accountSchema.optional(),
} as const;

/** Money set aside by a payer for a payee. */
export const lockSchema = z.strictObject({
  payer: accountSchema,
  payee: accountSchema,
  currency: currencySchema,
  amount: positiveAmountSchema,
  ...lockTermsShape,
  ...referenceShape,
});
export type Lock = z.output<typeof lockSchema>;

export const lockShownSchema = z.strictObject({ lock: lockNumberSchema, ...lockSchema.shape });
