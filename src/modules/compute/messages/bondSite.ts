// The provider stakes a bond for its site: failed challenges are paid from it.
import { z } from "zod";
import { defineMessage } from "#src/machine/message.ts";
import { schemas as bonds, move } from "#src/modules/bonds/access.ts";
import { events } from "../events.ts";
import { refusals } from "../refusals.ts";
import { requireSite } from "../registering.ts";
import { nameSchema } from "../schemas.ts";
import { sites } from "../tables.ts";

export const bondSite = defineMessage({
  summary: "Stakes metal or partner currency for a site; it stays staked, since any delivery may be challenged.",
  actors: "anyone",
  schema: z.strictObject({ site: nameSchema, ...bonds.stake.shape }),
  result: z.strictObject({ bond: bonds.bond }),
  work: ({ certificateIds }) => 120 + 60 * certificateIds.length,
  handle({ state, actor, emit }, { site, ...stake }) {
    const row = requireSite(state, site);
    if (row.provider !== actor) throw refusals.notProvider({ site });
    if (row.bond !== undefined) throw refusals.bondKnown({ site, bond: row.bond });

    const bond = move.openBond(state, actor, "compute-site", stake);
    sites.put(state, site, { ...row, bond });
    emit(events.siteBonded({ site, bond }));
    return { bond };
  },
});
