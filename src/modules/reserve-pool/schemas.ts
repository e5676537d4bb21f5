// The shapes of the module `reserve-pool`: terms, members, requests and draws.
import { z } from "zod";
import { limits } from "#src/core/limits.ts";
import {
  accountSchema,
  amountSchema,
  basisPointsSchema,
  countSchema,
  currencySchema,
  hashSchema,
  integerSchema,
  positiveAmountSchema,
  timeMsSchema,
} from "#src/core/schemas.ts";
import { rateBpSchema, spotSchema } from "#src/modules/swap-lines/access.ts";

const hourMs = 3_600_000;

export const poolNumberSchema = z.int().min(1).max(Number.MAX_SAFE_INTEGER);
export const drawNumberSchema = z.int().min(1).max(Number.MAX_SAFE_INTEGER);

/** Low enough that what all members lend, or one of them draws, is still an amount. */
const quotaSchema = integerSchema(1n, limits.amountMax / 256n);

/** One member as the terms have it. */
export const seatSchema = z.strictObject({
  centralBank: accountSchema,
  /** Its own currency, in which it leaves collateral. */
  currency: currencySchema,
  /** What it contributes at most, in the pool's currency, and what its vote weighs. */
  quota: quotaSchema,
  /** How many times its quota it may draw, in ten thousandths; zero for who only contributes. */
  multipleBp: z.int().min(0).max(50_000),
});
export type Seat = z.output<typeof seatSchema>;

/** What all members agree on. */
export const termsSchema = z.strictObject({
  /** What is contributed and drawn: a partner's currency, or `KDG`. */
  currency: currencySchema,
  /** In the order in which they are visited. */
  members: z.array(seatSchema).min(2).max(limits.poolMembersMax),
  /** Who attests that a member follows a programme of adjustment. */
  attestor: accountSchema,
  /** From this block time on nothing is drawn or renewed; no draw falls due later. */
  expiresMs: timeMsSchema,
  /** The part of what a member may draw for which it needs no programme. */
  delinkedBp: basisPointsSchema,
  /** The part for which it needs no vote either. */
  unvotedBp: basisPointsSchema,
  /** How long a vote is open. */
  voteMs: z
    .int()
    .min(hourMs)
    .max(30 * 24 * hourMs),
  tenorDays: z.int().min(1).max(731),
  renewalsMost: z.int().min(0).max(12),
  baseBp: rateBpSchema,
  marginBp: rateBpSchema,
  /** Collateral beyond the worth of what was drawn. */
  haircutBp: z.int().min(0).max(5_000),
});
export type Terms = z.output<typeof termsSchema>;

export const poolSchema = z.strictObject({
  status: z.enum(["proposed", "open"]),
  proposer: accountSchema,
  terms: termsSchema,
  /** Members that are in. */
  joined: countSchema,
  /** Requests that are voted on. */
  openRequests: countSchema,
  /** Draws ever made: the number of the last one. */
  draws: countSchema,
});
export type Pool = z.output<typeof poolSchema>;

export const programmeSchema = z.strictObject({ untilMs: timeMsSchema, documentHash: hashSchema });

export const memberSchema = z.strictObject({
  currency: currencySchema,
  quota: quotaSchema,
  multipleBp: seatSchema.shape.multipleBp,
  /** What others have drawn of its quota, and what it has drawn itself. */
  lent: amountSchema,
  drawn: amountSchema,
  openDraws: countSchema,
  /** Draws whose collateral was divided. */
  defaults: countSchema,
  /** Since when it contributes nothing and draws nothing. */
  optedOutMs: timeMsSchema.optional(),
  programme: programmeSchema.optional(),
});
export type Member = z.output<typeof memberSchema>;

/** A draw that is voted on; its collateral is in the book already. */
export const requestSchema = z.strictObject({
  amount: positiveAmountSchema,
  /** Whether it goes beyond what needs no programme. */
  isLinked: z.boolean(),
  spot: spotSchema,
  collateral: amountSchema,
  requestedMs: timeMsSchema,
  /** From this block time on it has lapsed. */
  closesMs: timeMsSchema,
  /** Quotas of those who may vote, and who said yes and no. */
  weight: amountSchema,
  yes: amountSchema,
  no: amountSchema,
  voters: z.array(accountSchema).max(limits.poolMembersMax),
});
export type Request = z.output<typeof requestSchema>;

/** What one member has contributed to a draw, and gets back. */
export const claimSchema = z.strictObject({ centralBank: accountSchema, amount: positiveAmountSchema });
export type Claim = z.output<typeof claimSchema>;
export const claimsSchema = z.array(claimSchema).min(1).max(limits.poolMembersMax);

export const drawSchema = z.strictObject({
  drawer: accountSchema,
  amount: positiveAmountSchema,
  claims: claimsSchema,
  isLinked: z.boolean(),
  spot: spotSchema,
  /** In the drawer's own currency, in the book. */
  collateral: amountSchema,
  rateBp: countSchema,
  startedMs: timeMsSchema,
  dueMs: timeMsSchema,
  /** From this block time on the collateral is divided. */
  graceEndsMs: timeMsSchema,
  renewals: countSchema,
});
export type Draw = z.output<typeof drawSchema>;

/** The end of a vote, or, with a draw, of its grace. */
export const dueSchema = z.strictObject({
  pool: poolNumberSchema,
  drawer: accountSchema,
  draw: drawNumberSchema.optional(),
});
export type Due = z.output<typeof dueSchema>;
