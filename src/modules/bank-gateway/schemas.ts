// The shapes of the module `bank-gateway`: channels and their terms, requests, receipts, banks' positions and links.
import { z } from "zod";
import { limits } from "#src/core/limits.ts";
import {
  accountSchema,
  amountSchema,
  basisPointsSchema,
  countSchema,
  currencySchema,
  heightSchema,
  keyTextSchema,
  noteSchema,
  positiveAmountSchema,
  timeMsSchema,
} from "#src/core/schemas.ts";

export const dayMs = 86_400_000;

/** A class of customers, such as `person`, within one currency. */
export const classNameSchema = z.string().regex(/^[a-z][a-z0-9-]{0,31}$/);
/** The reference of a transfer in the system where reserves are held. */
export const referenceSchema = keyTextSchema;
export const requestNumberSchema = z.int().min(1).max(Number.MAX_SAFE_INTEGER);
export const reasonSchema = noteSchema.min(1);

/** What may pass in one window: the tighter of both numbers; no number, no bound. */
const boundSchema = z.strictObject({ amountMost: amountSchema.optional(), supplyBp: basisPointsSchema.optional() });
export type Bound = Readonly<z.output<typeof boundSchema>>;
const throttleSchema = z.strictObject({ hour: boundSchema, day: boundSchema });
export type Throttle = Readonly<z.output<typeof throttleSchema>>;
/** For each bank, and for all of them together. */
const throttlesSchema = z.strictObject({ bank: throttleSchema, all: throttleSchema });
export type Throttles = Readonly<z.output<typeof throttlesSchema>>;

export const termsSchema = z.strictObject({
  /** What a customer of each class may hold; zero for merchants. In the order of names. */
  classes: z.array(z.strictObject({ name: classNameSchema, limit: amountSchema })).max(limits.gatewayClassesMax),
  /** Basis points are of the supply, or of this where the supply is smaller: a currency can then begin at all. */
  supplyFloor: amountSchema,
  issue: throttlesSchema,
  redeem: throttlesSchema,
});
export type Terms = z.output<typeof termsSchema>;

export const channelSchema = z.strictObject({
  /** Who attests what happened where reserves are held. */
  agent: accountSchema,
  openedMs: timeMsSchema,
  terms: termsSchema,
  nextTerms: z.strictObject({ terms: termsSchema, fromHeight: heightSchema }).optional(),
  pausedReference: noteSchema.optional(),
  /** Reserves attested as pledged, less those attested as paid out. */
  reserves: amountSchema,
  /** Money made against pledges, less what was destroyed for payouts. */
  outstanding: amountSchema,
  /** What the book holds for redemptions that are not decided. */
  redeeming: amountSchema,
  /** The number of the last request. */
  requests: countSchema,
});
export type Channel = z.output<typeof channelSchema>;

/**
 * A request goes one way: `waiting` (for the throttle), `open`, `paying` (the agent has begun the payout, and nobody else
 * can end it any more); its row goes when it ends.
 */
export const requestSchema = z.strictObject({
  kind: z.enum(["issuance", "redemption"]),
  status: z.enum(["waiting", "open", "paying"]),
  bank: accountSchema,
  amount: positiveAmountSchema,
  /** What the bank calls its transfer of reserves. */
  reference: referenceSchema.optional(),
  requestedMs: timeMsSchema,
  /** From this block time on nothing more begins with it. */
  expiresMs: timeMsSchema,
});
export type Request = z.output<typeof requestSchema>;

/** What a reference of the reserve system was used for, once and for ever. */
export const receiptSchema = z.strictObject({
  kind: z.enum(["issuance", "redemption"]),
  request: requestNumberSchema,
  bank: accountSchema,
  amount: positiveAmountSchema,
  atMs: timeMsSchema,
});

/** Of one bank in one currency. Banks pay each other, so that one may be paid out more than it has pledged. */
export const positionSchema = z.strictObject({
  pledged: amountSchema,
  paidOut: amountSchema,
  openRequests: countSchema,
  /** What its redemptions that have not ended have handed in. */
  redeeming: amountSchema,
  /** Customers linked, and offers to such. */
  customers: countSchema,
});
export type Position = z.output<typeof positionSchema>;

export const offerSchema = z.strictObject({ className: classNameSchema, pullPerDayMost: amountSchema });

export const linkSchema = z.strictObject({
  bank: accountSchema,
  className: classNameSchema,
  /** What payments of a day, in UTC, may pull from the bank. */
  pullPerDayMost: amountSchema,
  pulled: z.strictObject({ day: countSchema, amount: amountSchema }),
  /** The limit by which the holding was looked at last, or what a freeze kept beyond it. */
  heldMost: amountSchema,
});
export type Link = z.output<typeof linkSchema>;

export const dueSchema = z.strictObject({ currency: currencySchema, request: requestNumberSchema });
