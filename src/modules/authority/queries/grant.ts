// Whether an account holds a role, and by whose grant.
import { z } from "zod";
import { accountSchema } from "#src/core/schemas.ts";
import { defineQuery } from "#src/machine/query.ts";
import { refusals } from "../refusals.ts";
import { roleSchema } from "../rules.ts";
import { grantSchema, grants } from "../tables.ts";

export const grant = defineQuery({
  summary: "One account's holding of one role.",
  readers: "public",
  params: z.strictObject({ role: roleSchema, account: accountSchema }),
  result: grantSchema,
  proves: ({ role, account }) => grants.key(role, account),
  answer({ state }, { role, account }) {
    const held = grants.get(state, role, account);
    if (held === undefined) throw refusals.roleNotHeld({ role });
    return held;
  },
});
