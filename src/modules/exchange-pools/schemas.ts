// The shapes of the module `exchange-pools`: pools with terms and reserves, shares, and what is asked of a pool.
import { z } from "zod";
import { limits } from "#src/core/limits.ts";
import { accountSchema, amountSchema, currencySchema, positiveAmountSchema, timeMsSchema } from "#src/core/schemas.ts";
import { corridorIdSchema, paymentKindSchema, purposeSchema, sideSchema } from "#src/modules/corridors/access.ts";

export const poolNumberSchema = z.int().min(1).max(Number.MAX_SAFE_INTEGER);

/** Nobody changes them: central banks consented to these. */
export const termsSchema = z.strictObject({
  /** How flat the curve is: A of the StableSwap invariant. */
  amplification: z.int().min(1).max(10_000),
  /** What stays in the pool of each exchange, for those whose money it is. */
  feeBp: z.int().min(0).max(100),
  /** How much worse than the pool's price before it an exchange may come out, by its own size. */
  impactBp: z.int().min(1).max(1_000),
  /** How far the pool's prices may lie below the oracle's cross rates. */
  bandBp: z.int().min(10).max(1_000),
});
export type Terms = z.output<typeof termsSchema>;

export const currenciesSchema = z.array(currencySchema).min(2).max(limits.poolCurrenciesMax);
export const sidesSchema = z.array(sideSchema).max(limits.poolCurrenciesMax);

export const reserveSchema = z.strictObject({
  currency: currencySchema,
  amount: amountSchema,
  /** Whether the currency's central bank agrees that the pool uses it. */
  hasConsent: z.boolean(),
});
export type Reserve = z.output<typeof reserveSchema>;

export const poolSchema = z.strictObject({
  corridor: corridorIdSchema,
  /** In the order of their codes. */
  reserves: z.array(reserveSchema).min(2).max(limits.poolCurrenciesMax),
  /** All shares, with those that belong to nobody; zero while the pool is empty. */
  shares: amountSchema,
  terms: termsSchema,
  openedMs: timeMsSchema,
});
export type Pool = z.output<typeof poolSchema>;

/** A payment through a pool: an amount of the source to be exchanged, or of the destination to be delivered. */
export const askedShape = {
  payee: accountSchema,
  kind: paymentKindSchema,
  purpose: purposeSchema,
  source: currencySchema,
  destination: currencySchema,
  fixed: z.enum(["source", "destination"]),
  amount: positiveAmountSchema,
} as const;
export const askedSchema = z.strictObject(askedShape);
export type Asked = z.output<typeof askedSchema>;

/** What an exchange with a pool comes to. */
export const offerShape = {
  paid: amountSchema,
  delivered: amountSchema,
  /** Of the destination's currency: stays in the pool. */
  kept: amountSchema,
} as const;

/** One movement of money: to the pool, out of it, and the corridor's fee. */
export const legSchema = z.strictObject({
  kind: z.enum(["exchange", "delivery", "fee"]),
  from: accountSchema,
  to: accountSchema,
  currency: currencySchema,
  amount: amountSchema,
});
export type Leg = z.output<typeof legSchema>;
export const legsSchema = z.array(legSchema).length(3);
