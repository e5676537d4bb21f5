// One day that a proof is made of, hour by hour.
import { z } from "zod";
import { timeMsSchema } from "#src/core/schemas.ts";
import { defineQuery } from "#src/machine/query.ts";
import { schemas as energy } from "#src/modules/energy/access.ts";
import { refusals } from "../refusals.ts";
import { provedDaySchema } from "../schemas.ts";
import { provedDays } from "../tables.ts";

export const day = defineQuery({
  summary: "One day of a load in a proof: for each hour what was used, clean, for signed compute, and proved.",
  readers: "public",
  params: z.strictObject({ load: energy.device, dayMs: timeMsSchema }),
  result: provedDaySchema,
  proves: ({ load, dayMs }) => provedDays.key(load, dayMs),
  answer({ state }, { load, dayMs }) {
    const row = provedDays.get(state, load, dayMs);
    if (row === undefined) throw refusals.unknownDay({ load, dayMs });
    return row;
  },
});
