// What of one site's month is committed.
import { z } from "zod";
import { monthSchema } from "#src/core/month.ts";
import { defineQuery } from "#src/machine/query.ts";
import { refusals } from "../refusals.ts";
import { requireSite } from "../registering.ts";
import { nameSchema, siteMonthSchema } from "../schemas.ts";
import { siteMonths } from "../tables.ts";

export const siteMonth = defineQuery({
  summary: "What of one site's capacity in a month is committed, and what backs money, in billionths of the whole.",
  readers: "public",
  params: z.strictObject({ site: nameSchema, month: monthSchema }),
  result: siteMonthSchema,
  proves: ({ site, month }) => siteMonths.key(site, month),
  answer({ state }, { site, month }) {
    requireSite(state, site);
    const row = siteMonths.get(state, site, month);
    if (row === undefined) throw refusals.unknownMonth({ site, month });
    return row;
  },
});
