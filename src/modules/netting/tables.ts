// State of the module `netting`. A settled item leaves no row: its record is the balances, the totals and the event.
import { z } from "zod";
import { accountSchema, countSchema, currencySchema } from "#src/core/schemas.ts";
import { defineDueQueue } from "#src/state/dueQueue.ts";
import { defineTable } from "#src/state/table.ts";
import {
  bankDaySchema,
  bundleIdSchema,
  currencyDaySchema,
  earmarksSchema,
  enteredItemSchema,
  flowSchema,
  itemNumberSchema,
  limitsSchema,
  proposalSchema,
  queuedTotalSchema,
  queueSchema,
  restSchema,
  settledTotalSchema,
} from "./schemas.ts";

/** One item that waits; the row goes when it is settled, cancelled or expired. */
export const items = defineTable("netting/item/{item}", enteredItemSchema);

/** The number that the next item gets. */
export const nextItems = defineTable("netting/next-item", itemNumberSchema);

/** One bundle that waits for its payers; the row goes when all have confirmed, one has withdrawn, or it has lapsed. */
export const proposals = defineTable("netting/proposal/{bundle}", proposalSchema);

/** How many proposals of an account wait; no row while there is none. */
export const proposalCounts = defineTable("netting/proposal-count/{account}", countSchema);

/** How many legs of items and proposals wait; no row while there is none. */
export const openCounts = defineTable("netting/open-count", countSchema);

/** How many legs an account has waiting: those that it pays of items, and all of its own proposals; no row while none. */
export const accountLegCounts = defineTable("netting/account-legs/{account}", countSchema);

/** The items of one payer in one currency; no row while there is none. */
export const queues = defineTable("netting/queue/{currency}/{account}", queueSchema);

/** The queues that hold items, at indexes from zero, so that block work can visit them. */
export const heldQueues = defineTable(
  "netting/held-queue/{index}",
  z.strictObject({ currency: currencySchema, account: accountSchema }),
);

/** How many queues hold items; no row while none does. */
export const heldQueueCounts = defineTable("netting/held-queue-count", countSchema);

/** At which index a queue stands. */
export const heldQueuePlaces = defineTable("netting/held-queue-place/{currency}/{account}", countSchema);

/** What waits to leave an account in a currency, and to reach it; no row while nothing does. */
export const flows = defineTable("netting/flow/{currency}/{account}", flowSchema);

/** What waits in one currency; no row while nothing does. */
export const queuedTotals = defineTable("netting/queued/{currency}", queuedTotalSchema);

/** What was ever settled in one currency, by step. */
export const settledTotals = defineTable("netting/settled/{currency}", settledTotalSchema);

/** What banks paid in one currency on a day, at the day's number modulo the days kept: a newer day takes the oldest one's row. */
export const currencyDays = defineTable("netting/currency-day/{currency}/{place}", currencyDaySchema);

/** What one bank paid and received in a currency on a day, likewise. */
export const bankDays = defineTable("netting/bank-day/{currency}/{account}/{place}", bankDaySchema);

/** What an account keeps back in a currency; no row while it is nothing. */
export const earmarks = defineTable("netting/earmarks/{currency}/{account}", earmarksSchema);

/** The limits that an account has set in a currency; no row while there is none. */
export const payerLimits = defineTable("netting/limits/{currency}/{account}", limitsSchema);

/** There while nothing more can be settled than was; gone when a message has changed something. */
export const rests = defineTable("netting/rest", restSchema);

/** Items by expiry. The entry of an item that was closed earlier is skipped when it falls due. */
export const itemExpiries = defineDueQueue("netting/item-expiry", itemNumberSchema);

/** Proposals by expiry; the entry of one that was closed earlier is skipped, or meets the same terms again, which expire then. */
export const proposalExpiries = defineDueQueue("netting/proposal-expiry", bundleIdSchema);
