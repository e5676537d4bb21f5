// The shapes of the module `issuance`: redemption requests and epochs, junior units, the reserve's currencies.
import { z } from "zod";
import { limits } from "#src/core/limits.ts";
import {
  accountSchema,
  amountSchema,
  basisPointsSchema,
  countSchema,
  currencySchema,
  integerSchema,
  positiveAmountSchema,
  timeMsSchema,
} from "#src/core/schemas.ts";
import { schemas as metalSchemas } from "#src/modules/metal-reserve/access.ts";
import { feedIdSchema, statusSchema } from "#src/modules/oracle/access.ts";

export const metalSchema = metalSchemas.metal;

/** Coverage of 10,000 is one; far more than one is usual while little has been issued. */
export const coverageBpSchema = amountSchema;

export const zoneSchema = z.enum(["green", "amber", "red"]);
export type Zone = z.output<typeof zoneSchema>;

export const bucketSchema = z.enum(["issuance", "redemption"]);
export type Bucket = z.output<typeof bucketSchema>;

export const requestNumberSchema = z.int().min(1).max(Number.MAX_SAFE_INTEGER);
export const epochNumberSchema = z.int().min(1).max(Number.MAX_SAFE_INTEGER);

/**
 * Where the rest of a redemption goes. `cash`: what is smaller than a bar of the metal named is paid in currency, else
 * returned; where the metal lacks, the reserve chooses others. `metal`: other metals before currency, for the small rest
 * too. `kdg`: nothing but the metal named; all else is returned.
 */
export const restSchema = z.enum(["metal", "cash", "kdg"]);

/** What a redeemer asks for. */
export const wishShape = {
  /** The metal wanted first; the reserve chooses when absent. */
  metal: metalSchema.optional(),
  /** `cash` when absent. */
  rest: restSchema.optional(),
} as const;

export const paidMetalSchema = z.strictObject({ metal: metalSchema, fineWeightMg: positiveAmountSchema });
export const paidCashSchema = z.strictObject({ currency: currencySchema, amount: positiveAmountSchema });

/** One request for redemption and what became of it. */
export const requestSchema = z.strictObject({
  account: accountSchema,
  epoch: epochNumberSchema,
  amountMicroKdg: positiveAmountSchema,
  ...wishShape,
  /** `stranded`: the account was closed meanwhile; opened again, it cancels and has its KDG back. */
  state: z.enum(["queued", "settled", "stranded"]),
  /** What is locked still. */
  leftMicroKdg: amountSchema,
  burntMicroKdg: amountSchema,
  feeMicroKdg: amountSchema,
  returnedMicroKdg: amountSchema,
  paidMetals: z.array(paidMetalSchema).max(limits.metalsMax),
  paidCash: z.array(paidCashSchema).max(limits.reserveCurrenciesMax),
});
export type Request = z.output<typeof requestSchema>;

/** The terms for one metal, the same for all requests of an epoch. */
export const payableMetalSchema = z.strictObject({
  metal: metalSchema,
  roundId: countSchema,
  midNano: positiveAmountSchema,
  highNano: positiveAmountSchema,
  measuresPerUnit: integerSchema(1n, 10n ** 18n),
  targetBp: basisPointsSchema,
  feeBp: basisPointsSchema,
});
export type PayableMetal = z.output<typeof payableMetalSchema>;

export const payableCashSchema = z.strictObject({
  currency: currencySchema,
  roundId: countSchema,
  highNano: positiveAmountSchema,
  measuresPerUnit: integerSchema(1n, 10n ** 18n),
  feeBp: basisPointsSchema,
});
export type PayableCash = z.output<typeof payableCashSchema>;

/** The one price of an epoch and all that it follows from. */
export const pricingSchema = z.strictObject({
  pricedMs: timeMsSchema,
  /** The oldest observation among the prices: later than the close. */
  observedMs: timeMsSchema,
  /** R at low prices, in billionths of the numeraire per KDG. */
  lowNano: positiveAmountSchema,
  /** What one KDG of this epoch is paid: the lesser of R.low and the distributable reserve per KDG. */
  rateNano: positiveAmountSchema,
  distributableNano: amountSchema,
  supplyMicroKdg: positiveAmountSchema,
  metals: z.array(payableMetalSchema).max(limits.metalsMax),
  cash: z.array(payableCashSchema).max(limits.reserveCurrenciesMax),
});
export type Pricing = z.output<typeof pricingSchema>;

/** What has become of an epoch's requests so far, in micro-KDG. */
export const settledSumsShape = {
  burntMicroKdg: amountSchema,
  feeMicroKdg: amountSchema,
  returnedMicroKdg: amountSchema,
  /** What holders lost by a rate below R.low: junior units are cut by as much. */
  lostMicroKdg: amountSchema,
} as const;

export const epochSchema = z.strictObject({
  /** `paying` ends in `settled`; `returning`, when no sound price came in time, ends in `lapsed`. */
  state: z.enum(["open", "closed", "paying", "returning", "settled", "lapsed"]),
  openedMs: timeMsSchema,
  closesMs: timeMsSchema,
  /** Requests not cancelled while it was open, and their sum. */
  requests: countSchema,
  requestedMicroKdg: amountSchema,
  pricing: pricingSchema.optional(),
  ...settledSumsShape,
});
export type Epoch = z.output<typeof epochSchema>;

/** Where a series of junior units stands: how far a unit has shrunk, and what it was paid on the way, scaled. */
export const seriesSchema = z.strictObject({ factor: amountSchema, paidSum: amountSchema });

export const juniorTotalsSchema = z.strictObject({
  units: amountSchema,
  series: countSchema,
  ...seriesSchema.shape,
  /** KDG distributed and not yet claimed: what the book of juniors holds. */
  heldMicroKdg: amountSchema,
  distributedMs: timeMsSchema,
});

/** A holder's units as of the factor beside them; brought up to date when they move. */
export const juniorHoldingSchema = z.strictObject({
  units: amountSchema,
  series: countSchema,
  ...seriesSchema.shape,
  owedMicroKdg: amountSchema,
});

export const reserveCurrencySchema = z.strictObject({
  currency: currencySchema,
  feed: feedIdSchema,
  haircutBp: basisPointsSchema,
});
export const reserveCurrenciesSchema = z.array(reserveCurrencySchema).max(limits.reserveCurrenciesMax);
export type ReserveCurrency = z.output<typeof reserveCurrencySchema>;

/** A price that a mint used. */
export const usedPriceSchema = z.strictObject({
  metal: metalSchema,
  status: statusSchema,
  roundId: countSchema,
  lowNano: positiveAmountSchema,
  haircutBp: basisPointsSchema,
  fineWeightMg: positiveAmountSchema,
});
