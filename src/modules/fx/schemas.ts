// The shapes of the module `fx`: rates with tiers, quotes, and the hops that money takes.
import { z } from "zod";
import { limits } from "#src/core/limits.ts";
import {
  accountSchema,
  amountSchema,
  bytesSchema,
  currencySchema,
  integerSchema,
  positiveAmountSchema,
  timeMsSchema,
} from "#src/core/schemas.ts";
import { corridorIdSchema, paymentKindSchema, purposeSchema, sideSchema } from "#src/modules/corridors/access.ts";

/** Billionths of a whole unit of the second currency for one whole unit of the first: up to a thousand million. */
const rateNanoSchema = integerSchema(1n, 10n ** 18n);

export const tierSchema = z.strictObject({
  /** The most of the first currency that is exchanged at these rates. */
  baseMost: positiveAmountSchema,
  /** What the provider pays for the first currency, and what it asks for it. */
  bidNano: rateNanoSchema,
  askNano: rateNanoSchema,
});
export type Tier = z.output<typeof tierSchema>;

export const tiersSchema = z.array(tierSchema).min(1).max(limits.fxTiersMax);

/** A pair of currencies in the order of their codes. */
export const pairShape = { base: currencySchema, quote: currencySchema } as const;

export const rateSchema = z.strictObject({
  tiers: tiersSchema,
  /** From this block time on nobody takes it. */
  validUntilMs: timeMsSchema,
  publishedMs: timeMsSchema,
});
export type Rate = z.output<typeof rateSchema>;

/** One exchange: what comes in of one currency, and what goes out of the other. */
export const hopSchema = z.strictObject({
  provider: accountSchema,
  paid: sideSchema,
  /** What is paid beyond the middle of the provider's two rates: a part of what is paid. */
  spread: amountSchema,
  delivered: sideSchema,
});
export type Hop = z.output<typeof hopSchema>;

export const quoteNumberSchema = z.int().min(1).max(Number.MAX_SAFE_INTEGER);

const termsShape = {
  corridor: corridorIdSchema,
  payee: accountSchema,
  kind: paymentKindSchema,
  purpose: purposeSchema,
} as const;

/** What is asked for: an amount of the source to be exchanged, or of the destination to be delivered. */
export const askedShape = {
  ...termsShape,
  source: currencySchema,
  destination: currencySchema,
  fixed: z.enum(["source", "destination"]),
  amount: positiveAmountSchema,
} as const;
export const askedSchema = z.strictObject(askedShape);
export type Asked = z.output<typeof askedSchema>;

/** A promise of exchange: what each provider delivers is set aside until it is executed, given up, or expires. */
export const quoteSchema = z.strictObject({
  ...termsShape,
  payer: accountSchema,
  /** One exchange, or two with a currency between. */
  hops: z.array(hopSchema).min(1).max(2),
  expiresMs: timeMsSchema,
  /** The payment that alone decides about the quote, once there is one: a UETR. */
  boundTo: bytesSchema(16, 16).optional(),
});
export type Quote = z.output<typeof quoteSchema>;

/** One movement of money. */
export const legSchema = z.strictObject({
  kind: z.enum(["exchange", "spread", "delivery", "fee"]),
  from: accountSchema,
  to: accountSchema,
  currency: currencySchema,
  amount: amountSchema,
});
export type Leg = z.output<typeof legSchema>;
/** Three for each hop at most, and the fee. */
export const legsSchema = z.array(legSchema).max(7);
