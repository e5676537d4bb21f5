// Events of the module `intraday-credit`.
import { z } from "zod";
import { accountSchema, amountSchema, currencySchema, positiveAmountSchema } from "#src/core/schemas.ts";
import { defineEvents } from "#src/machine/event.ts";
import { creditNumberSchema, creditSchema, sourcesSchema, termsSchema } from "./schemas.ts";

const line = { currency: currencySchema, bank: accountSchema };
const draw = { ...line, draw: creditNumberSchema };
const { kind: _, ...credit } = creditSchema.shape;

export const events = defineEvents("intraday-credit", {
  lineGranted: z.strictObject({ ...line, by: accountSchema, ...termsSchema.shape }),
  /** Nothing more is drawn on it; its row goes with its last draw. */
  lineClosed: z.strictObject({ ...line, by: accountSchema, drawn: amountSchema }),
  automaticDrawsSet: z.strictObject({ ...line, ...sourcesSchema.shape }),
  creditDrawn: z.strictObject({ ...line, ...credit }),
  /** All of a draw, or a part of it, with what is left. */
  creditSettled: z.strictObject({
    ...draw,
    ...{ amount: positiveAmountSchema, interest: amountSchema, collateralReturned: amountSchema, left: amountSchema },
  }),
  /** The draw is over: the central bank keeps the collateral. */
  collateralSeized: z.strictObject({ ...draw, lender: accountSchema, amount: amountSchema }),
  /** An unsecured draw was not repaid in time: it stays a claim at the penalty's rate, and the line has ended. */
  creditDefaulted: z.strictObject({ ...draw, amount: positiveAmountSchema }),
});
