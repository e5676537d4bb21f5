// Events of the module `issuance`.
import { z } from "zod";
import { limits } from "#src/core/limits.ts";
import {
  accountSchema,
  amountSchema,
  countSchema,
  currencySchema,
  positiveAmountSchema,
  timeMsSchema,
} from "#src/core/schemas.ts";
import { defineEvents } from "#src/machine/event.ts";
import { schemas as bonds } from "#src/modules/bonds/access.ts";
import { schemas as metalSchemas } from "#src/modules/metal-reserve/access.ts";
import { bidSchema, promiseSchema, rightKindSchema, rightNumberSchema } from "./rights/schemas.ts";
import {
  coverageBpSchema,
  epochNumberSchema,
  metalSchema,
  pricingSchema,
  requestNumberSchema,
  requestSchema,
  reserveCurrenciesSchema,
  settledSumsShape,
  usedPriceSchema,
  wishShape,
} from "./schemas.ts";

const requestShape = { request: requestNumberSchema, epoch: epochNumberSchema, account: accountSchema } as const;
const epoch = epochNumberSchema;

const right = rightNumberSchema;

export const events = defineEvents("issuance", {
  rightTaken: z.strictObject({
    right,
    kind: rightKindSchema,
    ...promiseSchema.shape,
    provider: accountSchema,
    mintedMicroKdg: positiveAmountSchema,
    feeMicroKdg: amountSchema,
    bond: bonds.bond,
    totalCoverageBp: amountSchema,
  }),
  rightReturned: z.strictObject({ right, provider: accountSchema, burntMicroKdg: positiveAmountSchema }),
  bidPlaced: z.strictObject({ right, ...bidSchema.shape }),
  rightAuctioned: z.strictObject({ right, ...bidSchema.shape, mintedMicroKdg: positiveAmountSchema }),
  rightDefaulted: z.strictObject({ right, provider: accountSchema, owedNano: amountSchema, paidNano: amountSchema }),
  kdgMinted: z.strictObject({
    account: accountSchema,
    certificateIds: metalSchemas.certificateIds,
    mintedMicroKdg: positiveAmountSchema,
    feeMicroKdg: amountSchema,
    juniorUnits: amountSchema,
    worthNano: amountSchema,
    collateralNano: amountSchema,
    /** The worth of the whole basket at high prices; divided by `basketKdg` it is R.high. */
    valueHighNano: positiveAmountSchema,
    basketKdg: positiveAmountSchema,
    prices: z.array(usedPriceSchema).max(limits.metalsMax),
    totalCoverageBp: coverageBpSchema,
  }),
  redemptionRequested: z.strictObject({
    ...requestShape,
    amountMicroKdg: positiveAmountSchema,
    ...wishShape,
    closesMs: timeMsSchema,
  }),
  redemptionCancelled: z.strictObject({ ...requestShape, amountMicroKdg: positiveAmountSchema }),
  epochClosed: z.strictObject({ epoch, requests: countSchema, requestedMicroKdg: amountSchema }),
  epochPriced: z.strictObject({ epoch, pricing: pricingSchema }),
  epochLapsed: z.strictObject({ epoch }),
  epochSettled: z.strictObject({ epoch, ...settledSumsShape, juniorUnitsCut: amountSchema }),
  metalRedeemed: z.strictObject({
    ...requestShape,
    metal: metalSchema,
    certificateIds: metalSchemas.certificateIds,
    fineWeightMg: positiveAmountSchema,
    burntMicroKdg: amountSchema,
    feeMicroKdg: amountSchema,
  }),
  cashRedeemed: z.strictObject({
    ...requestShape,
    currency: currencySchema,
    amount: positiveAmountSchema,
    burntMicroKdg: amountSchema,
    feeMicroKdg: amountSchema,
  }),
  redemptionSettled: z.strictObject({ request: requestNumberSchema, ...requestSchema.shape }),
  juniorUnitsTransferred: z.strictObject({ from: accountSchema, to: accountSchema, units: positiveAmountSchema }),
  excessDistributed: z.strictObject({ microKdg: positiveAmountSchema, unitsLeft: amountSchema, by: accountSchema }),
  distributionClaimed: z.strictObject({ account: accountSchema, microKdg: positiveAmountSchema }),
  lossAbsorbed: z.strictObject({
    surplusBurntMicroKdg: amountSchema,
    juniorUnitsCut: amountSchema,
    /** What is left for holders of money to bear, should they redeem now. */
    holdersMicroKdg: amountSchema,
    /** Absent where the pricing of an epoch did it. */
    by: accountSchema.optional(),
  }),
  reserveCurrenciesSet: z.strictObject({ currencies: reserveCurrenciesSchema, by: accountSchema }),
  reserveFunded: z.strictObject({ account: accountSchema, currency: currencySchema, amount: positiveAmountSchema }),
});
