// State of the module `settlement`. Payments leave none: their record is the balances and the event.
import { z } from "zod";
import { amountSchema } from "#src/core/schemas.ts";
import { defineDueQueue } from "#src/state/dueQueue.ts";
import { defineTable } from "#src/state/table.ts";
import { lockNumberSchema, lockSchema } from "./schemas.ts";

/** One open lock; the row goes when it is fulfilled, cancelled or expired. */
export const locks = defineTable("settlement/lock/{lock}", lockSchema);

/** The number that the next lock gets. */
export const nextLocks = defineTable("settlement/next-lock", lockNumberSchema);

/** One open lock of a payer. */
export const payerLocks = defineTable("settlement/payer-lock/{payer}/{lock}", z.strictObject({}));

/** One open lock in favour of a payee. */
export const payeeLocks = defineTable("settlement/payee-lock/{payee}/{lock}", z.strictObject({}));

/** The sum of the open locks of a currency; no row while there is none. */
export const lockedTotals = defineTable("settlement/total/{currency}", amountSchema);

/** Locks by expiry. The entry of a lock that was closed earlier is skipped when it falls due. */
export const expiries = defineDueQueue("settlement/expiry", lockNumberSchema);
