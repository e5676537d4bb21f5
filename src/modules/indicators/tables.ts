// State of the module `indicators`.
import { countSchema } from "#src/core/schemas.ts";
import { defineTable } from "#src/state/table.ts";
import { entrySchema, recordSchema } from "./schemas.ts";

/** How many records there are: the number of the last one. */
export const recordCounts = defineTable("indicators/count", countSchema);

/** One record, for good. */
export const indicatorRecords = defineTable("indicators/record/{number}", recordSchema);

/** Which record of an indicator of a component is in force. */
export const values = defineTable("indicators/value/{component}/{indicator}", entrySchema);

/** Which record of the countries' shares is in force. */
export const sharesOf = defineTable("indicators/shares/{component}/{stage}", entrySchema);

/** Which record of a country's governance is in force. */
export const governanceOf = defineTable("indicators/governance/{country}", entrySchema);
