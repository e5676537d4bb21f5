// Events of the module `swap-lines`.
import { z } from "zod";
import { accountSchema, amountSchema, countSchema, currencySchema, positiveAmountSchema } from "#src/core/schemas.ts";
import { defineEvents } from "#src/machine/event.ts";
import {
  callSchema,
  drawNumberSchema,
  drawSchema,
  limitSchema,
  lineNumberSchema,
  sideSchema,
  spotSchema,
  termsSchema,
} from "./schemas.ts";

const line = lineNumberSchema;
const draw = drawNumberSchema;
const of = { line, draw, drawer: accountSchema };
const party = sideSchema.pick({ centralBank: true, currency: true, limit: true });
const { rateBp, tenorDays, dueMs, graceEndsMs, rollovers } = drawSchema.shape;

export const events = defineEvents("swap-lines", {
  lineProposed: z.strictObject({ line, proposer: party, acceptor: party, terms: termsSchema }),
  lineAccepted: z.strictObject({ line, by: accountSchema }),
  /** Nothing is drawn on it any more; its row goes with its last draw. */
  lineClosed: z.strictObject({ line, by: accountSchema, openDraws: countSchema }),
  lineDrawn: z.strictObject({ line, draw, ...drawSchema.shape }),
  /** The use of one side has risen to a monitoring level. */
  levelReached: z.strictObject({ line, centralBank: accountSchema, usedBp: countSchema, levelBp: countSchema }),
  drawSettled: z.strictObject({ ...of, interest: amountSchema, collateralReturned: amountSchema }),
  /** A part of what a bank had drawn was repaid. */
  drawReduced: z.strictObject({
    ...of,
    ...{ bank: accountSchema, amount: positiveAmountSchema, interest: amountSchema, collateralReturned: amountSchema },
  }),
  /** What a bank may have drawn on the line; zero ends it. */
  onwardLimitSet: z.strictObject({
    line,
    by: accountSchema,
    currency: currencySchema,
    bank: accountSchema,
    limit: limitSchema,
  }),
  drawRolledOver: z.strictObject({
    ...of,
    ...{ interest: amountSchema, rateBp, tenorDays, dueMs, graceEndsMs, rollovers },
  }),
  marginCalled: z.strictObject({ ...of, ...callSchema.pick({ amount: true, spot: true, dueMs: true }).shape }),
  marginCallAnswered: z.strictObject({ ...of, amount: positiveAmountSchema }),
  /** Nobody draws on this side of the line until it is answered. */
  marginCallMissed: z.strictObject(of),
  /** The rate has moved in favour of who drew. */
  collateralReturned: z.strictObject({ ...of, amount: positiveAmountSchema, spot: spotSchema }),
  collateralSeized: z.strictObject({ ...of, lender: accountSchema, amount: amountSchema }),
});
