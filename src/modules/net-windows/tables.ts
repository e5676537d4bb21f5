// State of the module `net-windows`.
import { z } from "zod";
import { countSchema } from "#src/core/schemas.ts";
import { defineDueQueue } from "#src/state/dueQueue.ts";
import { defineTable } from "#src/state/table.ts";
import {
  debtSchema,
  dueSchema,
  memberSchema,
  rosterSchema,
  schemeNumberSchema,
  schemeSchema,
  windowSchema,
} from "./schemas.ts";

/** One scheme; the row goes with its last member once it is closed. */
export const schemes = defineTable("net-windows/scheme/{scheme}", schemeSchema);

/** The number that the next scheme gets. */
export const nextSchemes = defineTable("net-windows/next-scheme", schemeNumberSchema);

/** How many schemes of a currency are open, and how many are being closed; no row while there are none. */
export const schemeCounts = defineTable(
  "net-windows/count/{currency}",
  z.strictObject({ open: countSchema, closing: countSchema }),
);

/** The accounts of a scheme's members and of those invited, in the order in which they were; those who leave last, in the order in which they said so. No row while there are none. */
export const rosters = defineTable("net-windows/roster/{scheme}", rosterSchema);

/** One member of a scheme, or one invited. */
export const members = defineTable("net-windows/member/{scheme}/{account}", memberSchema);

/** One window, from its first payment until others were settled after it. */
export const windows = defineTable("net-windows/window/{scheme}/{window}", windowSchema);

/** What a suspended member owes those who bore its losses. */
export const debts = defineTable("net-windows/debt/{scheme}/{account}", debtSchema);

/** Closes and settlements by their times. */
export const dues = defineDueQueue("net-windows/due", dueSchema);
