// The accounts that hold a role.
import { z } from "zod";
import type { Account } from "#src/core/account.ts";
import { present } from "#src/core/assert.ts";
import { accountSchema } from "#src/core/schemas.ts";
import { defineQuery, pageOf, pageParams, readPage } from "#src/machine/query.ts";
import { roleSchema } from "../rules.ts";
import { grantSchema, grants } from "../tables.ts";

export const holders = defineQuery({
  summary: "The accounts that hold a role.",
  readers: "public",
  params: z.strictObject({ role: roleSchema, ...pageParams }),
  result: pageOf(z.strictObject({ account: accountSchema, grant: grantSchema })),
  answer({ state }, { role, after, limit }) {
    const rows = grants.scan(state, { within: [role], after });
    const accountOf = (parts: readonly string[]) => present(parts[1], "a grant's key ends with an account") as Account;
    return readPage(
      rows,
      limit,
      (row) => ({ account: accountOf(row.parts), grant: row.value }),
      (row) => accountOf(row.parts),
    );
  },
});
