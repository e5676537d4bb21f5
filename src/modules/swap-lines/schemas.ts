// The shapes of the module `swap-lines`: terms, lines with two sides, draws with their reverse leg, and margin calls.
import { z } from "zod";
import { limits } from "#src/core/limits.ts";
import {
  accountSchema,
  amountSchema,
  countSchema,
  currencySchema,
  integerSchema,
  positiveAmountSchema,
  timeMsSchema,
} from "#src/core/schemas.ts";
import { priceNanoSchema } from "#src/modules/oracle/access.ts";

const hourMs = 3_600_000;
export const dayMs = 24 * hourMs;

export const lineNumberSchema = z.int().min(1).max(Number.MAX_SAFE_INTEGER);
export const drawNumberSchema = z.int().min(1).max(Number.MAX_SAFE_INTEGER);

/** Overnight, a week, a month, a quarter, a year: what a line may offer. */
export const tenorsDays: readonly number[] = [1, 7, 30, 90, 365];
export const tenorDaysSchema = z.int().min(1).max(365);

/** A rate, or a part of one, a year: no central bank lends another at more than a hundred per cent. */
export const rateBpSchema = z.int().min(0).max(10_000);

/** A currency lends on a line with each other one at most: what it has lent in all is still an amount. */
export const limitSchema = integerSchema(0n, limits.amountMax / BigInt(limits.currenciesMax));

/** What both central banks agree on. */
export const termsSchema = z.strictObject({
  /** From this block time on nothing is drawn or rolled over; no draw falls due later. */
  expiresMs: timeMsSchema,
  /** Some of those that there are, in rising order. */
  tenorsDays: z.array(tenorDaysSchema).min(1).max(5),
  baseBp: rateBpSchema,
  marginBp: rateBpSchema,
  /** What is added above half of the limit, and above four fifths of it. */
  ladder: z.strictObject({ middleBp: rateBpSchema, upperBp: rateBpSchema }),
  /** Collateral beyond the worth of what was drawn. */
  haircutBp: z.int().min(0).max(5_000),
  /** A rate that has moved by more than this sets the collateral anew. */
  thresholdBp: z.int().min(1).max(5_000),
  /** How long a margin call may wait until new draws are frozen. */
  callMs: z
    .int()
    .min(hourMs)
    .max(7 * dayMs),
  rolloversMost: z.int().min(0).max(24),
  /** How long what is lent on to a bank costs nothing; when absent, nothing of the line is lent on. */
  intradayFreeMs: z
    .int()
    .min(0)
    .max(6 * hourMs)
    .optional(),
});
export type Terms = z.output<typeof termsSchema>;

/** One central bank of a line, as who draws. */
export const sideSchema = z.strictObject({
  centralBank: accountSchema,
  /** Its own currency, in which it leaves collateral. */
  currency: currencySchema,
  /** What it may have drawn at once, and has drawn, of the other's currency. */
  limit: limitSchema,
  drawn: amountSchema,
  /** Margin calls that it did not answer in time. */
  lateCalls: countSchema,
  /** Draws whose collateral was seized. */
  defaults: countSchema,
});
export type Side = z.output<typeof sideSchema>;

export const statusSchema = z.enum(["proposed", "open", "closing"]);

export const lineSchema = z.strictObject({
  status: statusSchema,
  /** Who proposed it, and to whom. */
  proposer: sideSchema,
  acceptor: sideSchema,
  terms: termsSchema,
  openDraws: countSchema,
  /** Those of them that are lent on to banks, which take no place of central banks' own. */
  onwardDraws: countSchema,
  /** Ever made: the number of the last one. */
  draws: countSchema,
});
export type Line = z.output<typeof lineSchema>;

/** Two prices of the same moment, in billionths of the numeraire for a whole unit; their quotient is the rate. */
export const spotSchema = z.strictObject({ lentNano: priceNanoSchema, heldNano: priceNanoSchema });
export type Spot = Readonly<z.output<typeof spotSchema>>;

export const callSchema = z.strictObject({
  amount: positiveAmountSchema,
  /** The rate that asked for it. */
  spot: spotSchema,
  dueMs: timeMsSchema,
  isLate: z.boolean(),
});

const moneySchema = z.strictObject({ currency: currencySchema, amount: positiveAmountSchema });

/** An exchange with its reverse leg: the same amounts back, at the same rate, with interest. */
export const drawSchema = z.strictObject({
  drawer: accountSchema,
  lender: accountSchema,
  lent: moneySchema,
  /** What the lent sum was exchanged for, at the rate of the draw, rounded up; the reverse leg. */
  counter: moneySchema,
  spot: spotSchema,
  /** What the book holds: the counter sum with its haircut, and what margin calls added or gave back. */
  collateral: amountSchema,
  /** The rate at which the collateral was last set. */
  collateralSpot: spotSchema,
  rateBp: countSchema,
  tenorDays: tenorDaysSchema,
  startedMs: timeMsSchema,
  dueMs: timeMsSchema,
  /** From this block time on the collateral is seized. */
  graceEndsMs: timeMsSchema,
  rollovers: countSchema,
  call: callSchema.optional(),
  /** For a bank, which got what was lent, left the collateral, and repays; until then it owes no interest. */
  onward: z.strictObject({ bank: accountSchema, freeUntilMs: timeMsSchema }).optional(),
});
export type Draw = z.output<typeof drawSchema>;

/** How much of one currency a central bank lets one bank have drawn at once on a line of its own. */
export const onwardLimitSchema = z.strictObject({
  centralBank: accountSchema,
  limit: limitSchema,
  drawn: amountSchema,
  /** How many of its draws are open. */
  draws: countSchema,
  /** When the free hours began: what is drawn within a day of that has those, and no new ones. */
  freeFromMs: timeMsSchema.optional(),
  /** Nothing more is drawn: the central bank ended it, or collateral of the bank was seized. */
  isEnded: z.boolean(),
});
export type OnwardLimit = z.output<typeof onwardLimitSchema>;

export const dueSchema = z.strictObject({
  line: lineNumberSchema,
  draw: drawNumberSchema,
  kind: z.enum(["review", "call", "seizure"]),
});
export type Due = z.output<typeof dueSchema>;

/** Of one currency: what its central bank has lent on all lines, and what it has left as collateral. */
export const exposureSchema = z.strictObject({ lent: amountSchema, collateral: amountSchema });

/** How much of a limit is used, and the highest monitoring level that it has reached; both in basis points. */
export const useSchema = z.strictObject({ usedBp: countSchema, levelBp: countSchema });
