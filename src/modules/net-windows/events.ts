// Events of the module `net-windows`.
import { z } from "zod";
import { limits } from "#src/core/limits.ts";
import {
  accountSchema,
  amountSchema,
  countSchema,
  noteSchema,
  positiveAmountSchema,
  signedAmountSchema,
  timeMsSchema,
} from "#src/core/schemas.ts";
import { defineEvents } from "#src/machine/event.ts";
import {
  claimSchema,
  limitSchema,
  memberSchema,
  rosterSchema,
  schemeNumberSchema,
  schemeSchema,
  windowNumberSchema,
} from "./schemas.ts";

const scheme = schemeNumberSchema;
const window = windowNumberSchema;
const account = accountSchema;
const { currency, operator, windowMs, pauseMs } = schemeSchema.shape;
const { operatorCap, ownCap, lossShareMost } = memberSchema.shape;

/** Totals name those whom they concern, so that they may read them where read scopes are enforced. */
const readers = { operator, members: rosterSchema };

export const events = defineEvents(
  "net-windows",
  {
    schemeOpened: z.strictObject({ scheme, currency, operator, windowMs, pauseMs }),
    /** It takes no payments any more; its row goes with its last member. */
    schemeClosed: z.strictObject({ scheme }),
    memberInvited: z.strictObject({ scheme, account, operatorCap }),
    invitationEnded: z.strictObject({ scheme, account }),
    memberJoined: z.strictObject({ scheme, account, ownCap, lossShareMost }),
    memberCapSet: z.strictObject({ scheme, account, operatorCap }),
    ownTermsSet: z.strictObject({ scheme, account, ownCap, lossShareMost }),
    /** It neither pays nor is paid any more, and leaves once its positions are settled. */
    leaveAnnounced: z.strictObject({ scheme, account }),
    memberDeparted: z.strictObject({ scheme, account, collateralReturned: amountSchema }),
    collateralDeposited: z.strictObject({ scheme, account, amount: positiveAmountSchema, collateral: amountSchema }),
    collateralWithdrawn: z.strictObject({ scheme, account, amount: positiveAmountSchema, collateral: amountSchema }),
    windowOpened: z.strictObject({ scheme, window, closesMs: timeMsSchema, settlesMs: timeMsSchema }),
    netPaymentTaken: z.strictObject({
      ...{ scheme, window, payer: account, payee: account, amount: positiveAmountSchema },
      reference: noteSchema.optional(),
    }),
    windowClosed: z.strictObject({
      ...{ scheme, window, payments: countSchema, value: amountSchema, net: amountSchema },
      ...readers,
    }),
    /** A pause of the currency hinders it; it is tried again. */
    settlementPutOff: z.strictObject({ scheme, window, untilMs: timeMsSchema }),
    debitSettled: z.strictObject({
      ...{ scheme, window, account, position: signedAmountSchema },
      /** Together with what is lacking they are the debit. */
      fromBalance: amountSchema,
      fromCollateral: amountSchema,
      lacking: amountSchema,
    }),
    creditSettled: z.strictObject({
      ...{ scheme, window, account, amount: positiveAmountSchema },
      /** Of it, what repaid the member's debt; and whether the rest went to its balance or to its collateral. */
      toDebt: amountSchema,
      into: z.enum(["balance", "collateral"]),
    }),
    /** The bearer has a claim on the defaulter of so much. */
    lossShared: z.strictObject({ scheme, window, defaulter: account, bearer: account, amount: positiveAmountSchema }),
    memberSuspended: z.strictObject({ scheme, account, debt: positiveAmountSchema }),
    windowSettled: z.strictObject({ scheme, window, net: amountSchema, losses: amountSchema, ...readers }),
    /** What each creditor got of it; who got nothing of so little is not named. */
    debtReduced: z.strictObject({
      ...{ scheme, account, amount: positiveAmountSchema, debt: amountSchema },
      parts: z.array(claimSchema).max(2 * limits.netMembersMax),
    }),
    claimWaived: z.strictObject({ scheme, debtor: account, creditor: account, amount: positiveAmountSchema }),
    /** Nothing is owed any more; what the member may owe again is for its operator to say. */
    memberReinstated: z.strictObject({ scheme, account, operatorCap: limitSchema }),
  },
  ["windowOpened", "settlementPutOff", "schemeClosed"],
);
