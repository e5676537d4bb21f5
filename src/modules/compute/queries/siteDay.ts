// What one site delivered in one day, hour by hour.
import { z } from "zod";
import { timeMsSchema } from "#src/core/schemas.ts";
import { defineQuery } from "#src/machine/query.ts";
import { refusals } from "../refusals.ts";
import { requireSite } from "../registering.ts";
import { nameSchema, siteDaySchema } from "../schemas.ts";
import { siteDays } from "../tables.ts";

export const siteDay = defineQuery({
  summary: "What one site delivered in one day (UTC), hour by hour: of its time, its energy, and in micro-SCU.",
  readers: "public",
  params: z.strictObject({ site: nameSchema, dayMs: timeMsSchema }),
  result: siteDaySchema,
  proves: ({ site, dayMs }) => siteDays.key(site, dayMs),
  answer({ state }, { site, dayMs }) {
    requireSite(state, site);
    const row = siteDays.get(state, site, dayMs);
    if (row === undefined) throw refusals.unknownDay({ site, dayMs });
    return row;
  },
});
