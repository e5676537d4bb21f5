// Whoever granted a role, or a governor, takes it back.
import { z } from "zod";
import { accountSchema, noteSchema } from "#src/core/schemas.ts";
import { defineMessage } from "#src/machine/message.ts";
import { read } from "../access.ts";
import { events } from "../events.ts";
import { refusals } from "../refusals.ts";
import { roleSchema } from "../rules.ts";
import { grants, holderCounts } from "../tables.ts";

export const revokeRole = defineMessage({
  summary: "Takes a role back from an account.",
  actors: ["governor", "issuer", "regulator"],
  schema: z.strictObject({ account: accountSchema, role: roleSchema, reference: noteSchema }),
  work: 30,
  handle({ state, actor, emit }, { account, role, reference }) {
    const isGovernor = read.hasRole(state, actor, "governor");
    if (!isGovernor) read.requireOneOf(state, actor, ["issuer", "regulator"]);
    const grant = grants.get(state, role, account);
    if (grant === undefined) throw refusals.roleNotHeld({ role });
    if (grant.grantor !== actor && !isGovernor) throw refusals.notGrantor({ role });
    const holdersAfter = (holderCounts.get(state, role) ?? 0) - 1;
    if (role === "governor" && holdersAfter === 0) throw refusals.lastGovernor({});

    grants.delete(state, role, account);
    holderCounts.put(state, role, holdersAfter);
    emit(events.roleRevoked({ role, account, by: actor, reference }));
  },
});
