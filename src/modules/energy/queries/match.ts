// One load in each hour of a day: demand, what was matched with it, and carbon.
import { z } from "zod";
import { amountSchema, timeMsSchema } from "#src/core/schemas.ts";
import { defineQuery } from "#src/machine/query.ts";
import { hourMs } from "../days/hours.ts";
import { carbonGramsOf, demandWhOf, isMatched, residualOf } from "../days/loadHour.ts";
import { hoursPerDay, loadDaySchema } from "../days/schemas.ts";
import { requireDevice } from "../devices.ts";
import { refusals } from "../refusals.ts";
import { carbonIntensitySchema, deviceIdSchema } from "../schemas.ts";
import { loadDays } from "../tables.ts";

const hourSchema = z.strictObject({
  hourMs: timeMsSchema,
  demandWh: amountSchema,
  matchedWh: amountSchema,
  dedicatedWh: amountSchema,
  residualGramsPerMwh: carbonIntensitySchema,
  carbonGrams: amountSchema,
});

export const match = defineQuery({
  summary:
    "One load in each hour of a UTC day: demand, what was matched with it and what was reserved for it alone, the residual mix, and carbon. The hours are there once the day is matched.",
  readers: "public",
  params: z.strictObject({ load: deviceIdSchema, dayMs: timeMsSchema }),
  result: z.strictObject({ row: loadDaySchema, hours: z.array(hourSchema).max(hoursPerDay) }),
  proves: ({ load, dayMs }) => loadDays.key(load, dayMs),
  answer({ state }, { load, dayMs }) {
    const { zone } = requireDevice(state, load);
    const row = loadDays.get(state, load, dayMs);
    if (row === undefined) throw refusals.unknownLoadDay({ load, dayMs });
    if (!isMatched(state, dayMs)) return { row, hours: [] };
    const hours = row.matchedWh.map((matchedWh, hour) => {
      const startMs = dayMs + hour * hourMs;
      const residualGramsPerMwh = residualOf(state, zone, startMs);
      const carbonGrams = carbonGramsOf(row, hour, residualGramsPerMwh);
      const dedicatedWh = row.dedicatedWh[hour] ?? 0n;
      return {
        hourMs: startMs,
        demandWh: demandWhOf(row, hour),
        matchedWh,
        dedicatedWh,
        residualGramsPerMwh,
        carbonGrams,
      };
    });
    return { row, hours };
  },
});
