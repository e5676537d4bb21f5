// State of the module `validators`.
import { defineTable } from "#src/state/table.ts";
import { dueChangesSchema, latestUpdatesSchema, missesSchema, totalsSchema, validatorSchema } from "./schemas.ts";

/** One validator by its address, from the plan of its admission on; who has left stays, so that no key comes twice. */
export const validators = defineTable("validators/validator/{address}", validatorSchema);

/** Running totals over the validators. */
export const totals = defineTable("validators/totals", totalsSchema);

/** The planned changes in the order in which they take effect: no more than there are seats. */
export const dueChanges = defineTable("validators/due", dueChangesSchema);

/** Blocks that an active validator did not sign in the window that began at a height; older windows count no more. */
export const misses = defineTable("validators/misses/{address}", missesSchema);

/** What the newest block that changed the set told the engine. */
export const latestUpdates = defineTable("validators/latest-updates", latestUpdatesSchema);
