// The shapes of bonds: metal and partner currency that somebody stakes on a promise.
import { z } from "zod";
import { limits } from "#src/core/limits.ts";
import { accountSchema, amountSchema, currencySchema, keyTextSchema, positiveAmountSchema } from "#src/core/schemas.ts";
import { schemas as metal } from "#src/modules/metal-reserve/access.ts";

export const bondNumberSchema = z.int().min(1).max(Number.MAX_SAFE_INTEGER);

export const cashSchema = z.strictObject({ currency: currencySchema, amount: positiveAmountSchema });

/** What is staked: whole metal certificates, and an amount of one partner currency. */
export const stakeSchema = z.strictObject({
  certificateIds: z.array(metal.certificateId).max(limits.bondCertificatesMax),
  cash: cashSchema.optional(),
});
export type Stake = z.output<typeof stakeSchema>;

export const bondSchema = z.strictObject({
  owner: accountSchema,
  /** The module that decides what becomes of it, and for what. */
  purpose: keyTextSchema,
  certificateIds: stakeSchema.shape.certificateIds,
  cash: z.strictObject({ currency: currencySchema, amount: amountSchema }).optional(),
});
export type Bond = z.output<typeof bondSchema>;
