// State of the module `basket`.
import { defineTable } from "#src/state/table.ts";
import { basketSchema, componentSchema, reweightRecordSchema } from "./schemas.ts";

/** The basket in force. */
export const baskets = defineTable("basket/current", basketSchema);

/** One component that the basket has or may be given. */
export const components = defineTable("basket/component/{component}", componentSchema);

/** One reweighting, from 1. */
export const reweightRecords = defineTable("basket/reweight/{number}", reweightRecordSchema);
