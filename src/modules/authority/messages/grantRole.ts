// A role's grantor gives it to an account.
import { z } from "zod";
import { accountSchema, noteSchema } from "#src/core/schemas.ts";
import { defineMessage } from "#src/machine/message.ts";
import { read } from "../access.ts";
import { events } from "../events.ts";
import { refusals } from "../refusals.ts";
import { grantorRoles, roleSchema, rolesApartFrom } from "../rules.ts";
import { grants, holderCounts } from "../tables.ts";

export const grantRole = defineMessage({
  summary: "Gives a role to an account.",
  actors: ["governor", "issuer", "regulator"],
  schema: z.strictObject({ account: accountSchema, role: roleSchema, reference: noteSchema }),
  work: 30,
  handle({ state, actor, emit }, { account, role, reference }) {
    read.requireRole(state, actor, grantorRoles[role]);
    if (grants.has(state, role, account)) throw refusals.roleHeld({ role });
    const held = rolesApartFrom(role).find((other) => read.hasRole(state, account, other));
    if (held !== undefined) throw refusals.rolesConflict({ role, held });

    grants.put(state, role, account, { grantor: actor, grantedMs: state.timeMs, reference });
    holderCounts.put(state, role, (holderCounts.get(state, role) ?? 0) + 1);
    emit(events.roleGranted({ role, account, by: actor, reference }));
  },
});
