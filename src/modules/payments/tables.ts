// State of the module `payments`. A payment's key is its UETR in hexadecimal digits.
import { z } from "zod";
import { amountSchema, countSchema } from "#src/core/schemas.ts";
import { defineDueQueue } from "#src/state/dueQueue.ts";
import { defineTable } from "#src/state/table.ts";
import { countsSchema, paymentSchema, requiredSchema, standingSchema, uetrSchema } from "./schemas.ts";

/** One payment: open, or closed and kept for a while. */
export const payments = defineTable("payments/payment/{uetr}", paymentSchema);

/** One payment of a payer. */
export const payerPayments = defineTable("payments/payer-payment/{payer}/{uetr}", z.strictObject({}));

/** One payment to a payee. */
export const payeePayments = defineTable("payments/payee-payment/{payee}/{uetr}", z.strictObject({}));

/** How many payments of a payer are open, and how many are kept; no row while there are none. */
export const payerCounts = defineTable("payments/counts/{payer}", countsSchema);

/** How many payments are kept at all. */
export const rowCounts = defineTable("payments/rows", countSchema);

/** What is locked of a currency for open payments, with fees; no row while there is nothing. */
export const lockedTotals = defineTable("payments/total/{currency}", amountSchema);

/** What a bank accepts at once in a corridor; no row where it is nothing. */
export const standings = defineTable("payments/standing/{account}/{corridor}", standingSchema);

/** Which attestations a corridor asks for; no row where it is none. */
export const required = defineTable("payments/required/{corridor}", requiredSchema);

/** Payments by their expiry. The entry of one that was decided in time is skipped. */
export const expiries = defineDueQueue("payments/expiry", uetrSchema);

/** Closed payments by the moment at which their rows go: one entry for each. */
export const removals = defineDueQueue("payments/removal", uetrSchema);
