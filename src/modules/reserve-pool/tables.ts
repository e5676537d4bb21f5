// State of the module `reserve-pool`.
import { amountSchema, countSchema } from "#src/core/schemas.ts";
import { defineDueQueue } from "#src/state/dueQueue.ts";
import { defineTable } from "#src/state/table.ts";
import { drawSchema, dueSchema, memberSchema, poolNumberSchema, poolSchema, requestSchema } from "./schemas.ts";

/** One pool, proposed or open; the row goes with its last member but one. */
export const pools = defineTable("reserve-pool/pool/{pool}", poolSchema);

/** The number that the next pool gets. */
export const nextPools = defineTable("reserve-pool/next-pool", poolNumberSchema);

/** How many pools there are that an account has proposed. */
export const proposedCounts = defineTable("reserve-pool/proposed/{account}", countSchema);

/** A member that is in; the row goes when it leaves. */
export const members = defineTable("reserve-pool/member/{pool}/{account}", memberSchema);

/** A draw that is voted on, by who asks for it: one for each member at most. */
export const requests = defineTable("reserve-pool/request/{pool}/{account}", requestSchema);

/** One open draw; the row goes when it is repaid or its collateral divided. */
export const draws = defineTable("reserve-pool/draw/{pool}/{draw}", drawSchema);

/** What the book holds as collateral, for each currency; no row for nothing. */
export const collaterals = defineTable("reserve-pool/collateral/{currency}", amountSchema);

/** Ends of votes and of graces. What is over by then is skipped. */
export const dues = defineDueQueue("reserve-pool/due", dueSchema);
