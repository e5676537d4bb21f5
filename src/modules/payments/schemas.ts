// The shapes of the module `payments`: terms, states and steps of a payment, recalls, attestations.
import { z } from "zod";
import { limits } from "#src/core/limits.ts";
import { accountSchema, amountSchema, bytesSchema, hashSchema, heightSchema, timeMsSchema } from "#src/core/schemas.ts";
import {
  corridorIdSchema,
  judgedSchema,
  paymentKindSchema,
  purposeSchema,
  sideSchema,
} from "#src/modules/corridors/access.ts";
import { hopSchema, quoteNumberSchema } from "#src/modules/fx/access.ts";
import { referenceShape } from "#src/modules/settlement/access.ts";

/** The sixteen bytes of a random UUID. */
export const uetrSchema = bytesSchema(16, 16);
/** The same as digits, as it stands in keys and is asked for. */
export const uetrTextSchema = z.string().regex(/^[0-9a-f]{32}$/);

/** A code of ISO 20022's external sets, such as `AC04`; the sets grow, so only the form is checked. */
export const reasonCodeSchema = z.string().regex(/^[A-Z][A-Z0-9]{3}$/);

export const attestationKindSchema = z.enum(["travelRule", "payeeConfirmation", "sanctionsScreening"]);
export type AttestationKind = z.output<typeof attestationKindSchema>;
export const attestationKindsSchema = z.array(attestationKindSchema).max(attestationKindSchema.options.length);

/** What was checked off the ledger, by the hash of the record that says so: the ledger reads nothing into it. */
export const attestationSchema = z.strictObject({ kind: attestationKindSchema, hash: hashSchema });

/** Which kinds a corridor asks for, of customers' payments and of those between banks. */
export const requiredSchema = z.strictObject({ customer: attestationKindsSchema, interbank: attestationKindsSchema });

/** Which payments a bank accepts at once when they are prepared. */
export const standingSchema = z.strictObject({ customer: z.boolean(), interbank: z.boolean() });

/** What the payer says, and is held to. */
export const termsSchema = z.strictObject({
  ...referenceShape,
  corridor: corridorIdSchema,
  payee: accountSchema,
  kind: paymentKindSchema,
  purpose: purposeSchema,
  /** The hash of what the payee's bank knows its customer by. */
  customerHash: hashSchema.optional(),
  /** What is paid in one currency all the way. */
  money: sideSchema.optional(),
  /** Or the quote that the payer has taken. */
  quote: quoteNumberSchema.optional(),
  attestations: z.array(attestationSchema).max(limits.paymentAttestationsMax),
  /** From this block time on all legs are void. */
  expiresMs: timeMsSchema,
});
export type Terms = z.output<typeof termsSchema>;

export const stateSchema = z.enum([
  "locked",
  "pending",
  "acceptedNotPosted",
  "settled",
  "returned",
  "rejected",
  "blocked",
  "cancelled",
  "expired",
]);
export type PaymentState = z.output<typeof stateSchema>;

/** Something that happened to a payment: a state that it came to, or a part of a recall or return. */
export const stepSchema = z.strictObject({
  step: z.enum([...stateSchema.options, "partlyReturned", "recallRequested", "recallPended", "recallRefused"]),
  height: heightSchema,
  timeMs: timeMsSchema,
  reason: reasonCodeSchema.optional(),
  /** What a return gave back. */
  amount: amountSchema.optional(),
});
export type Step = z.output<typeof stepSchema>;

export const recallSchema = z.strictObject({
  state: z.enum(["requested", "pended", "refused", "granted", "partlyGranted"]),
  reason: reasonCodeSchema,
  /** Why it was pended or refused. */
  answerReason: reasonCodeSchema.optional(),
});

export const paymentSchema = z.strictObject({
  payer: accountSchema,
  terms: termsSchema,
  state: stateSchema,
  /** Whether the payee's bank had said that it accepts such payments at once. */
  isStanding: z.boolean(),
  /** What the payer pays, without the fee, and what the payee gets. */
  source: sideSchema,
  destination: sideSchema,
  /** The exchanges on the way; none in one currency. */
  hops: z.array(hopSchema).max(2),
  /** As the corridor had it when the payment was prepared; in the currency that is paid. */
  fee: amountSchema,
  history: z.array(stepSchema).min(1).max(limits.paymentStepsMax),
  recall: recallSchema.optional(),
  /** What was given back so far, in the currency that was delivered. */
  returned: amountSchema,
  /** What it was judged by when it settled. */
  judged: judgedSchema.optional(),
  /** When the row of a closed payment goes. */
  removesMs: timeMsSchema.optional(),
});
export type Payment = z.output<typeof paymentSchema>;

export const countsSchema = z.strictObject({
  open: z.int().min(0).max(Number.MAX_SAFE_INTEGER),
  rows: z.int().min(1).max(Number.MAX_SAFE_INTEGER),
});
