// State of the module `bonds`.
import { z } from "zod";
import { amountSchema } from "#src/core/schemas.ts";
import { defineTable } from "#src/state/table.ts";
import { bondNumberSchema, bondSchema } from "./schemas.ts";

/** One bond; the row goes when it is released or used up. */
export const bonds = defineTable("bonds/bond/{bond}", bondSchema);

/** The number of the newest bond. */
export const lastBonds = defineTable("bonds/last-bond", bondNumberSchema);

/** One bond of an owner. */
export const ownerBonds = defineTable("bonds/owner/{owner}/{bond}", z.strictObject({}));

/** The currency staked in all bonds together; no row while there is none. */
export const cashTotals = defineTable("bonds/cash/{currency}", amountSchema);
