// Events of the module `exchange-pools`.
import { z } from "zod";
import { accountSchema, amountSchema, currencySchema, positiveAmountSchema } from "#src/core/schemas.ts";
import { defineEvents } from "#src/machine/event.ts";
import {
  corridorIdSchema,
  judgedSchema,
  paymentKindSchema,
  purposeSchema,
  sideSchema,
} from "#src/modules/corridors/access.ts";
import { currenciesSchema, legsSchema, poolNumberSchema, sidesSchema, termsSchema } from "./schemas.ts";

const pool = poolNumberSchema;
const corridor = corridorIdSchema;
const ofPool = { pool, account: accountSchema };

export const events = defineEvents("exchange-pools", {
  poolOpened: z.strictObject({ pool, corridor, currencies: currenciesSchema, terms: termsSchema }),
  poolClosed: z.strictObject({ pool, corridor }),
  consentGranted: z.strictObject({ pool, currency: currencySchema }),
  /** From now on liquidity can only be removed. */
  consentWithdrawn: z.strictObject({ pool, currency: currencySchema }),
  /** What came in, the account's new shares, and all shares after it. */
  liquidityAdded: z.strictObject({
    ...ofPool,
    amounts: sidesSchema,
    shares: positiveAmountSchema,
    sharesAfter: amountSchema,
  }),
  liquidityRemoved: z.strictObject({
    ...ofPool,
    amounts: sidesSchema,
    shares: positiveAmountSchema,
    sharesAfter: amountSchema,
  }),
  /** Everything that moved, what stayed in the pool for its owners, and what the payment was judged by. */
  poolPaymentMade: z.strictObject({
    ...{ pool, corridor, payer: accountSchema, payee: accountSchema, kind: paymentKindSchema, purpose: purposeSchema },
    paid: sideSchema,
    delivered: sideSchema,
    kept: amountSchema,
    legs: legsSchema,
    judged: judgedSchema,
  }),
});
