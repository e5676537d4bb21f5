// State of the module `weights`.
import { defineTable } from "#src/state/table.ts";
import { forecastRecordSchema, observationSchema, policySchema, rebalanceSchema, standingSchema } from "./schemas.ts";

/** Where the module stands; no row before its first policy or observation. */
export const standings = defineTable("weights/standing", standingSchema);

/** One policy, for good; the last one rules. */
export const policies = defineTable("weights/policy/{number}", policySchema);

/** One observation of prices; only the newest are kept. */
export const observations = defineTable("weights/observation/{number}", observationSchema);

/** One rebalance, for good. */
export const rebalances = defineTable("weights/rebalance/{number}", rebalanceSchema);

/** One forecast's model that a policy may adopt, by its hash in hexadecimal. */
export const forecasts = defineTable("weights/forecast/{modelHash}", forecastRecordSchema);
