// The first holders of roles, as the genesis file names them.
import { z } from "zod";
import { accountSchema } from "#src/core/schemas.ts";
import { defineGenesis } from "#src/machine/module.ts";
import { refusals } from "./refusals.ts";
import { type Role, roleSchema, roles, rolesApartFrom } from "./rules.ts";
import { grants, holderCounts } from "./tables.ts";

/** More first holders than any founding consortium has; later ones are granted by message. */
const firstGrantsMax = 256;

export const genesis = defineGenesis({
  schema: z.strictObject({
    grants: z
      .array(z.strictObject({ role: roleSchema, account: accountSchema, grantor: accountSchema }))
      .max(firstGrantsMax),
  }),
  initialise(state, content) {
    for (const { role, account, grantor } of content.grants) {
      if (grants.has(state, role, account)) throw refusals.roleHeld({ role });
      const held = rolesApartFrom(role).find((other) => grants.has(state, other, account));
      if (held !== undefined) throw refusals.rolesConflict({ role, held });
      grants.put(state, role, account, { grantor, grantedMs: state.timeMs, reference: "genesis" });
      holderCounts.put(state, role, (holderCounts.get(state, role) ?? 0) + 1);
    }
  },
  devnet({ aliases, account }) {
    const grantor = account("governor");
    return {
      grants: aliases.flatMap((alias) => {
        const role = roleOfAlias(alias);
        return role === undefined ? [] : [{ role, account: account(alias), grantor }];
      }),
    };
  },
});

/** `auditor` and `auditor-2` are devnet accounts with the role of an auditor. */
function roleOfAlias(alias: string): Role | undefined {
  return roles.find((role) => alias === role || alias.replace(/-[0-9]+$/, "") === role);
}
