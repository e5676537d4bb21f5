// Events of the module `authority`.
import { z } from "zod";
import { accountSchema, noteSchema } from "#src/core/schemas.ts";
import { defineEvents } from "#src/machine/event.ts";
import { roleSchema } from "./rules.ts";

const roleChange = z.strictObject({
  role: roleSchema,
  account: accountSchema,
  by: accountSchema,
  reference: noteSchema,
});

export const events = defineEvents("authority", { roleGranted: roleChange, roleRevoked: roleChange });
