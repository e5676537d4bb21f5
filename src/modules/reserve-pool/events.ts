// Events of the module `reserve-pool`.
import { z } from "zod";
import { limits } from "#src/core/limits.ts";
import { accountSchema, amountSchema, positiveAmountSchema } from "#src/core/schemas.ts";
import { defineEvents } from "#src/machine/event.ts";
import {
  claimsSchema,
  drawNumberSchema,
  drawSchema,
  poolNumberSchema,
  programmeSchema,
  requestSchema,
  termsSchema,
} from "./schemas.ts";

const pool = poolNumberSchema;
const draw = drawNumberSchema;
const drawer = accountSchema;
/** Of the collateral; a small claim may get nothing. */
const sharesSchema = z
  .array(z.strictObject({ centralBank: accountSchema, amount: amountSchema }))
  .max(limits.poolMembersMax);
const member = accountSchema;

const { rateBp, startedMs, dueMs, graceEndsMs, renewals } = drawSchema.shape;

export const events = defineEvents("reserve-pool", {
  poolProposed: z.strictObject({ pool, proposer: accountSchema, terms: termsSchema }),
  poolJoined: z.strictObject({ pool, member, isOpen: z.boolean() }),
  /** Before it was open: the whole pool goes. */
  poolAbandoned: z.strictObject({ pool, by: accountSchema }),
  memberDeparted: z.strictObject({ pool, member }),
  optOutSet: z.strictObject({ pool, member, isOut: z.boolean() }),
  programmeAttested: z.strictObject({ pool, member, ...programmeSchema.shape }),
  programmeWithdrawn: z.strictObject({ pool, member }),
  drawRequested: z.strictObject({ pool, drawer, ...requestSchema.omit({ voters: true }).shape }),
  voteCounted: z.strictObject({
    pool,
    drawer,
    voter: accountSchema,
    approves: z.boolean(),
    weight: positiveAmountSchema,
  }),
  /** Collateral has returned. */
  requestEnded: z.strictObject({ pool, drawer, end: z.enum(["rejected", "lapsed", "withdrawn", "unfunded"]) }),
  /** What was asked for, and what each member brought: less where members could not bring their shares. */
  drawFunded: z.strictObject({ pool, draw, requested: positiveAmountSchema, ...drawSchema.shape }),
  drawSettled: z.strictObject({
    ...{ pool, draw, drawer, claims: claimsSchema, interest: amountSchema, collateralReturned: amountSchema },
  }),
  drawRenewed: z.strictObject({
    ...{ pool, draw, drawer, interest: amountSchema, rateBp, startedMs, dueMs, graceEndsMs, renewals },
  }),
  collateralDivided: z.strictObject({
    ...{ pool, draw, drawer, shares: sharesSchema },
  }),
});
