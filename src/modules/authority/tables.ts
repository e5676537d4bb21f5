// State of the module `authority`.
import { z } from "zod";
import { accountSchema, countSchema, noteSchema, timeMsSchema } from "#src/core/schemas.ts";
import { defineTable } from "#src/state/table.ts";

/** One account's holding of one role: who granted it, when, and on what legal ground. */
export const grantSchema = z.strictObject({
  grantor: accountSchema,
  grantedMs: timeMsSchema,
  reference: noteSchema,
});

export const grants = defineTable("authority/grant/{role}/{account}", grantSchema);

/** How many accounts hold a role. */
export const holderCounts = defineTable("authority/holders/{role}", countSchema);
