// The shapes of the module `intraday-credit`: lines of central banks for banks, what a bank lets be drawn for it, and debts.
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
import { dayMs, drawNumberSchema, lineNumberSchema } from "#src/modules/swap-lines/access.ts";

export const creditNumberSchema = z.int().min(1).max(Number.MAX_SAFE_INTEGER);

/** A currency has so many lines at most: what is lent on all of them is still an amount. */
export const creditLimitSchema = integerSchema(1n, limits.amountMax / BigInt(limits.intradayLinesMax));

/** What a central bank grants a bank in its own currency. */
export const termsSchema = z.strictObject({
  limit: creditLimitSchema,
  /** From this block time on nothing is drawn. */
  expiresMs: timeMsSchema,
  /** How long a draw costs nothing; then it is due. */
  freeMs: z.int().min(0).max(dayMs),
  /** The rate a year for each day begun after that. */
  penaltyBp: z.int().min(0).max(10_000),
  /** What the bank leaves for a draw; when absent, the line is unsecured. */
  collateral: z.strictObject({ currency: currencySchema, haircutBp: z.int().min(0).max(5_000) }).optional(),
});
export type Terms = z.output<typeof termsSchema>;

export const lineSchema = z.strictObject({
  ...termsSchema.shape,
  drawn: amountSchema,
  /** When the free time began: what is drawn within a day of that has the rest of it, and no new one. */
  freeFromMs: timeMsSchema.optional(),
  /** Nothing more is drawn: the central bank ended it, or a draw was not repaid in time. */
  isEnded: z.boolean(),
});
export type Line = z.output<typeof lineSchema>;

/** What the queues may draw on for a bank in a currency, in this order. */
export const sourcesSchema = z.strictObject({ credit: z.boolean(), swapLine: lineNumberSchema.optional() });

export const creditSchema = z.strictObject({
  kind: z.literal("credit"),
  draw: creditNumberSchema,
  amount: positiveAmountSchema,
  startedMs: timeMsSchema,
  dueMs: timeMsSchema,
  penaltyBp: countSchema,
  collateral: z.strictObject({ currency: currencySchema, amount: amountSchema }).optional(),
});
export type Credit = z.output<typeof creditSchema>;

/** A draw of the module `swap-lines`, which says what is owed. */
export const swapDebtSchema = z.strictObject({
  kind: z.literal("swap"),
  line: lineNumberSchema,
  draw: drawNumberSchema,
});

export const debtSchema = z.discriminatedUnion("kind", [creditSchema, swapDebtSchema]);
export type Debt = z.output<typeof debtSchema>;

/** Of one bank in one currency, the oldest first. */
export const debtsSchema = z.array(debtSchema).max(limits.intradayDrawsMax);

export const placeSchema = z.strictObject({ currency: currencySchema, account: accountSchema });
export type Place = z.output<typeof placeSchema>;

export const dueSchema = z.strictObject({ ...placeSchema.shape, draw: creditNumberSchema });

/** Of one currency: what is lent on all lines, and what is held of it as collateral. */
export const exposureSchema = z.strictObject({ lent: amountSchema, collateral: amountSchema });
