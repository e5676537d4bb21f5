// State of the module `swap-lines`.
import { countSchema } from "#src/core/schemas.ts";
import { defineDueQueue } from "#src/state/dueQueue.ts";
import { defineTable } from "#src/state/table.ts";
import { drawSchema, dueSchema, exposureSchema, lineNumberSchema, lineSchema, onwardLimitSchema } from "./schemas.ts";

/** One line, proposed or agreed; the row goes when it is closed. */
export const lines = defineTable("swap-lines/line/{line}", lineSchema);

/** The number that the next line gets. */
export const nextLines = defineTable("swap-lines/next-line", lineNumberSchema);

/** The line between two currencies, in the order of their codes: one at most. */
export const pairs = defineTable("swap-lines/pair/{first}/{second}", lineNumberSchema);

/** One open draw; the row goes when it is repaid or its collateral seized. */
export const draws = defineTable("swap-lines/draw/{line}/{draw}", drawSchema);

/** Sums of all open draws for each currency; no row while there are none. */
export const exposures = defineTable("swap-lines/exposure/{currency}", exposureSchema);

/** What one bank may have drawn of a currency on a line; the row goes when that has ended and nothing is drawn. */
export const onwardLimits = defineTable("swap-lines/onward/{line}/{currency}/{account}", onwardLimitSchema);

/** How many banks may draw a currency on a line; no row while none may. */
export const onwardCounts = defineTable("swap-lines/onward-count/{line}/{currency}", countSchema);

/** What falls due: daily reviews, margin calls, and the ends of graces. What is over by then is skipped. */
export const dues = defineDueQueue("swap-lines/due", dueSchema);
