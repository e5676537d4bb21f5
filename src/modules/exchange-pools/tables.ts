// State of the module `exchange-pools`.
import { z } from "zod";
import { limits } from "#src/core/limits.ts";
import { amountSchema, positiveAmountSchema } from "#src/core/schemas.ts";
import { defineTable } from "#src/state/table.ts";
import { poolNumberSchema, poolSchema } from "./schemas.ts";

/** One pool; the row goes when it is closed. */
export const pools = defineTable("exchange-pools/pool/{pool}", poolSchema);

/** The number that the next pool gets. */
export const nextPools = defineTable("exchange-pools/next-pool", poolNumberSchema);

/** The pools of a corridor, in rising order; no row while it has none. */
export const corridorPools = defineTable(
  "exchange-pools/of/{corridor}",
  z.array(poolNumberSchema).max(limits.poolsPerCorridorMax),
);

/** An account's shares of a pool; no row while it has none. */
export const shares = defineTable("exchange-pools/share/{pool}/{account}", positiveAmountSchema);

/** What all pools have of a currency; no row while it is nothing. */
export const reserveTotals = defineTable("exchange-pools/reserve/{currency}", amountSchema);
