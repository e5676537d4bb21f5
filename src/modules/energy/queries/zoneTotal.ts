// What the meters of a zone disagree about.
import { z } from "zod";
import { defineQuery } from "#src/machine/query.ts";
import { zoneTotalSchema } from "../days/schemas.ts";
import { requireZone } from "../devices.ts";
import { zoneIdSchema } from "../schemas.ts";
import { zoneTotals } from "../tables.ts";

export const zoneTotal = defineQuery({
  summary: "Energy of a zone that its meters do not explain, over all matched hours: too much of it, and too little.",
  readers: "public",
  params: z.strictObject({ zone: zoneIdSchema }),
  result: zoneTotalSchema,
  proves: ({ zone }) => zoneTotals.key(zone),
  answer({ state }, { zone }) {
    requireZone(state, zone);
    return zoneTotals.get(state, zone) ?? { unexplainedMoreWh: 0n, unexplainedLessWh: 0n };
  },
});
