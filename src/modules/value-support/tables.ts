// State of the module `value-support`.
import { z } from "zod";
import { defineDueQueue } from "#src/state/dueQueue.ts";
import { defineTable } from "#src/state/table.ts";
import { proofNumberSchema, proofSchema, provedDaySchema, sumsSchema } from "./schemas.ts";

/** One value-support proof; its row stays as the record of what supported money. */
export const proofs = defineTable("value-support/proof/{proof}", proofSchema);

/** One day of a load that a proof is made of: no other proof may use it. */
export const provedDays = defineTable("value-support/day/{load}/{dayMs}", provedDaySchema);

/** One proof in force. */
export const liveProofs = defineTable("value-support/live/{proof}", z.strictObject({}));

/** Sums over all proofs. */
export const sums = defineTable("value-support/sums", sumsSchema);

/** Proofs by their end. */
export const ends = defineDueQueue("value-support/end", proofNumberSchema);
