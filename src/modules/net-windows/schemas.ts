// The shapes of the module `net-windows`: schemes, their members, their windows, and what defaulters owe.
import { z } from "zod";
import { limits } from "#src/core/limits.ts";
import {
  accountSchema,
  amountSchema,
  countSchema,
  currencySchema,
  integerSchema,
  positiveAmountSchema,
  signedAmountSchema,
  timeMsSchema,
} from "#src/core/schemas.ts";

const dayMs = 86_400_000;

export const schemeNumberSchema = z.int().min(1).max(Number.MAX_SAFE_INTEGER);
export const windowNumberSchema = z.int().min(1).max(Number.MAX_SAFE_INTEGER);

/** A cap or a loss share: the sum of all members' is still an amount, and so is every position. */
export const limitSchema = integerSchema(0n, limits.amountMax / BigInt(limits.netMembersMax));

/** From a second, for test networks, to a week. */
export const windowMsSchema = z
  .int()
  .min(1_000)
  .max(7 * dayMs);
/** No longer than a window, so that one is settled before the next one closes. */
export const pauseMsSchema = z
  .int()
  .min(0)
  .max(7 * dayMs);

export const schemeSchema = z.strictObject({
  currency: currencySchema,
  operator: accountSchema,
  status: z.enum(["open", "closing"]),
  /** Windows close at whole multiples of their length after this moment. */
  openedMs: timeMsSchema,
  windowMs: windowMsSchema,
  /** How long after its close a window is settled. */
  pauseMs: pauseMsSchema,
  /** Windows ever opened: the number of the last one. */
  windows: countSchema,
  /** The oldest window that is kept. */
  oldest: windowNumberSchema,
  /** The window that takes payments; absent until the first payment after the last close. */
  open: windowNumberSchema.optional(),
  /** The window that is closed and not settled yet. */
  closed: windowNumberSchema.optional(),
  /** What members' debits exceed their own collateral by, in all. */
  uncovered: amountSchema,
  /** What members who stay would bear of losses now, in all. */
  shares: amountSchema,
});
export type Scheme = z.output<typeof schemeSchema>;

export const rosterSchema = z.array(accountSchema).max(limits.netMembersMax);

export const memberSchema = z.strictObject({
  /** Invited by the operator; active once it agreed; leaving; or suspended until its debt is paid. */
  status: z.enum(["invited", "active", "leaving", "suspended"]),
  /** The debit that the operator allows, and the one that the member wants; the lower one counts. */
  operatorCap: limitSchema,
  ownCap: limitSchema,
  /** What the member bears at most of the losses of one window. */
  lossShareMost: limitSchema,
  collateral: amountSchema,
  /** Received less sent, in the window that takes payments and in the one that waits for settlement. */
  openPosition: signedAmountSchema,
  closedPosition: signedAmountSchema,
});
export type Member = z.output<typeof memberSchema>;

export const positionSchema = z.strictObject({ account: accountSchema, position: signedAmountSchema });

export const windowSchema = z.strictObject({
  status: z.enum(["open", "closed", "settled"]),
  openedMs: timeMsSchema,
  /** The first block of this time or later closes it. */
  closesMs: timeMsSchema,
  settlesMs: timeMsSchema,
  payments: countSchema,
  /** Gross: of all payments together. */
  value: amountSchema,
  /** Of all members that are not even, in the order of the roster; empty until the window is closed. */
  positions: z.array(positionSchema).max(limits.netMembersMax),
  settledMs: timeMsSchema.optional(),
});
export type Window = z.output<typeof windowSchema>;

/** What is owed to one who bore a loss. */
export const claimSchema = z.strictObject({ creditor: accountSchema, amount: positiveAmountSchema });

/** A defaulter loses in two windows at most: after the first one it takes no part in new ones. */
export const debtSchema = z.strictObject({
  amount: positiveAmountSchema,
  claims: z
    .array(claimSchema)
    .min(1)
    .max(2 * limits.netMembersMax),
});
export type Debt = z.output<typeof debtSchema>;

export const dueSchema = z.strictObject({
  scheme: schemeNumberSchema,
  window: windowNumberSchema,
  kind: z.enum(["close", "settlement"]),
});
export type Due = z.output<typeof dueSchema>;
