// The shapes of queued items, of proposals for bundles, and of what payers keep back; references are named as in ISO 20022.
import { z } from "zod";
import { limits } from "#src/core/limits.ts";
import {
  accountSchema,
  amountSchema,
  countSchema,
  currencySchema,
  hashSchema,
  integerSchema,
  positiveAmountSchema,
  signedAmountSchema,
  timeMsSchema,
} from "#src/core/schemas.ts";
import { referenceShape } from "#src/modules/settlement/access.ts";

export const prioritySchema = z.enum(["urgent", "normal"]);
export type Priority = z.output<typeof prioritySchema>;

/**
 * The step that settled an item: alone, against one other bank, among all, past those that wait, or with money drawn on a
 * line of credit or on a swap line.
 */
export const steps = ["entry", "bilateral", "multilateral", "bypass", "credit", "swap"] as const;
export const stepSchema = z.enum(steps);
export type Step = (typeof steps)[number];

/** One movement of money from one payer to one payee. */
export const legSchema = z.strictObject({
  from: accountSchema,
  to: accountSchema,
  currency: currencySchema,
  amount: positiveAmountSchema,
});
export type Leg = z.output<typeof legSchema>;

export const itemNumberSchema = z.int().min(1).max(Number.MAX_SAFE_INTEGER);

/** What all legs of an item share. */
export const termsShape = {
  priority: prioritySchema,
  /** From this block time on nothing of it can be settled. */
  expiresMs: timeMsSchema,
  ...referenceShape,
} as const;

/** A payment, which has one leg, or a bundle of legs that settle together or not at all. */
export const itemSchema = z.strictObject({
  legs: z.array(legSchema).min(1).max(limits.bundleLegsMax),
  ...termsShape,
});
export type Item = z.output<typeof itemSchema>;

/** An item with the block time at which it got its number: how long it waits is counted from there. */
export const enteredItemSchema = z.strictObject({ ...itemSchema.shape, enteredMs: timeMsSchema });
export type EnteredItem = z.output<typeof enteredItemSchema>;

export const itemShownSchema = z.strictObject({ item: itemNumberSchema, ...enteredItemSchema.shape });

/** The hash of a bundle's terms, in hexadecimal digits: whoever confirms it has agreed to all of them. */
export const bundleIdSchema = z.string().regex(/^[0-9a-f]{64}$/);

export const bundleTermsSchema = z.strictObject({
  legs: z.array(legSchema).min(2).max(limits.bundleLegsMax),
  ...termsShape,
});

/** A bundle that some of its payers have not confirmed yet. */
export const proposalSchema = z.strictObject({
  proposer: accountSchema,
  ...bundleTermsSchema.shape,
  /** The payers that have not confirmed, in the order of their legs. */
  waitsFor: z.array(accountSchema).max(limits.bundleLegsMax),
});
export type Proposal = z.output<typeof proposalSchema>;

const numbersSchema = z.array(itemNumberSchema).max(limits.queueItemsMax);
/** One payer's items in one currency, in the order in which they are paid. */
export const queueSchema = z.strictObject({ urgent: numbersSchema, normal: numbersSchema });
export type Queue = z.output<typeof queueSchema>;

/** What waits to leave an account, and to reach it. */
export const flowSchema = z.strictObject({ out: amountSchema, in: amountSchema });

/** What queued items leave on the balance. */
export const earmarksSchema = z.strictObject({
  /** For what is paid outside of the queues. */
  direct: amountSchema,
  /** For urgent items, on top of that. */
  urgent: amountSchema,
});

/** The net outflow that a payer allows, and what has flowed since it was set; below zero when more came in. */
export const allowanceSchema = z.strictObject({ most: amountSchema, used: signedAmountSchema });
export const limitsSchema = z.strictObject({
  multilateral: allowanceSchema.optional(),
  /** By counterparty, in the order of their accounts. */
  bilateral: z
    .array(z.strictObject({ counterparty: accountSchema, ...allowanceSchema.shape }))
    .max(limits.bilateralLimitsMax),
});
export type Limits = z.output<typeof limitsSchema>;

const settledSchema = z.strictObject({ legs: countSchema, amount: amountSchema });
export const settledTotalSchema = z.strictObject({
  entry: settledSchema,
  bilateral: settledSchema,
  multilateral: settledSchema,
  bypass: settledSchema,
  credit: settledSchema,
  swap: settledSchema,
});
export type SettledTotal = z.output<typeof settledTotalSchema>;

/** Sums of a day, of amounts and of amounts times milliseconds: far above what a day of full blocks could come to. */
const daySumSchema = integerSchema(0n, 2n ** 192n - 1n);

const dayStepSchema = z.strictObject({ legs: countSchema, amount: daySumSchema });
/** What banks paid in a day, by the step that settled it, and how long it waited. */
export const dayFiguresShape = {
  /** The beginning of the day, UTC. */
  dayMs: timeMsSchema,
  paid: z.strictObject({
    entry: dayStepSchema,
    bilateral: dayStepSchema,
    multilateral: dayStepSchema,
    bypass: dayStepSchema,
    credit: dayStepSchema,
    swap: dayStepSchema,
  }),
  /** Amounts times the time that each waited, and times the time until its expiry, which is the longest that it could wait. */
  waitedAmountMs: daySumSchema,
  longestAmountMs: daySumSchema,
} as const;

export const bankDaySchema = z.strictObject({
  ...dayFiguresShape,
  received: daySumSchema,
  /** The most by which what was paid has exceeded what was received: the liquidity that the bank used. */
  largestNetDebit: daySumSchema,
});
export type BankDay = z.output<typeof bankDaySchema>;

export const currencyDaySchema = z.strictObject({
  ...dayFiguresShape,
  /** The sum of all banks' largest net debits. */
  liquidityUsed: daySumSchema,
});
export type CurrencyDay = z.output<typeof currencyDaySchema>;

/** What follows from the sums of a day. */
export const indicatorsSchema = z.strictObject({
  amountPaid: daySumSchema,
  /** What was paid by the liquidity used for it, in millionths, rounded down; absent where none was used. */
  turnoverRatioPpm: daySumSchema.optional(),
  /** 0 where nothing waited, a million where everything waited until its expiry; rounded up, absent where nothing was paid. */
  delayPpm: daySumSchema.optional(),
  /** How long an amount waited on average, rounded up; absent where nothing was paid. */
  meanWaitMs: daySumSchema.optional(),
  /** Of what was paid, by step, in millionths, each rounded down; absent where nothing was paid. */
  sharesPpm: z
    .strictObject({
      entry: daySumSchema,
      bilateral: daySumSchema,
      multilateral: daySumSchema,
      bypass: daySumSchema,
      credit: daySumSchema,
      swap: daySumSchema,
    })
    .optional(),
});

export const queuedTotalSchema = z.strictObject({ legs: countSchema, amount: amountSchema });

/** What the queues were like when nothing more could be settled: until that changes, they are not looked at again. */
export const restSchema = z.strictObject({
  /** Of the balances of all whose items wait. */
  balances: hashSchema,
  /** Whether items were left out because of a freeze, a pause or a closed account, or credit was wanting: that may end. */
  leftOut: z.boolean(),
});

export const outcomeSchema = z.strictObject({ item: itemNumberSchema, settled: z.boolean() });
