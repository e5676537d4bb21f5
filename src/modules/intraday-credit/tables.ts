// State of the module `intraday-credit`.
import { countSchema } from "#src/core/schemas.ts";
import { defineDueQueue } from "#src/state/dueQueue.ts";
import { defineTable } from "#src/state/table.ts";
import {
  creditNumberSchema,
  debtsSchema,
  dueSchema,
  exposureSchema,
  lineSchema,
  placeSchema,
  sourcesSchema,
} from "./schemas.ts";

/** The line of one bank in one currency; the row goes when it has ended and nothing is drawn. */
export const lines = defineTable("intraday-credit/line/{currency}/{account}", lineSchema);

/** How many lines there are in a currency; no row while there is none. */
export const lineCounts = defineTable("intraday-credit/line-count/{currency}", countSchema);

/** What may be drawn for a bank without its message; no row while nothing may. */
export const sources = defineTable("intraday-credit/sources/{currency}/{account}", sourcesSchema);

/** What a bank owes in a currency; no row while it owes nothing. */
export const debts = defineTable("intraday-credit/debts/{currency}/{account}", debtsSchema);

/** The places of debts, at indexes from zero, so that block work can visit them. */
export const debtors = defineTable("intraday-credit/debtor/{index}", placeSchema);

/** How many places have debts; no row while none has. */
export const debtorCounts = defineTable("intraday-credit/debtor-count", countSchema);

/** How many banks owe in a currency; no row while none does. */
export const currencyDebtors = defineTable("intraday-credit/currency-debtors/{currency}", countSchema);

/** At which index a place stands. */
export const debtorPlaces = defineTable("intraday-credit/debtor-place/{currency}/{account}", countSchema);

/** The number that the next draw gets. */
export const nextDraws = defineTable("intraday-credit/next-draw", creditNumberSchema);

/** Sums of all open draws of credit for each currency; no row while there are none. */
export const exposures = defineTable("intraday-credit/exposure/{currency}", exposureSchema);

/** Ends of graces. What is repaid by then is skipped. */
export const dues = defineDueQueue("intraday-credit/due", dueSchema);
