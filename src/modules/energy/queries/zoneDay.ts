// One zone in each hour of a day.
import { z } from "zod";
import { timeMsSchema } from "#src/core/schemas.ts";
import { defineQuery } from "#src/machine/query.ts";
import { zoneDaySchema } from "../days/schemas.ts";
import { requireZone } from "../devices.ts";
import { refusals } from "../refusals.ts";
import { zoneIdSchema } from "../schemas.ts";
import { zoneDays } from "../tables.ts";

export const zoneDay = defineQuery({
  summary:
    "One zone in each matched hour of a UTC day: generation, clean certificates offered, demand, what was matched, came in, went out and was lost, what no meter explains, and the residual mix.",
  readers: "public",
  params: z.strictObject({ zone: zoneIdSchema, dayMs: timeMsSchema }),
  result: zoneDaySchema,
  proves: ({ zone, dayMs }) => zoneDays.key(zone, dayMs),
  answer({ state }, { zone, dayMs }) {
    requireZone(state, zone);
    const row = zoneDays.get(state, zone, dayMs);
    if (row === undefined) throw refusals.unknownZoneDay({ zone, dayMs });
    return row;
  },
});
