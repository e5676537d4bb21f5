// State of the module `swap-lines`.
import { defineDueQueue } from "#src/state/dueQueue.ts";
import { defineTable } from "#src/state/table.ts";
import { drawSchema, dueSchema, exposureSchema, lineNumberSchema, lineSchema } from "./schemas.ts";

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

/** What falls due: daily reviews, margin calls, and the ends of graces. What is over by then is skipped. */
export const dues = defineDueQueue("swap-lines/due", dueSchema);
