// How much of a load was clean hour by hour, over a range of days, and how clean it would seem by volume alone.
import { z } from "zod";
import { divideDown } from "#src/core/arithmetic.ts";
import { limits } from "#src/core/limits.ts";
import { amountSchema, countSchema, timeMsSchema } from "#src/core/schemas.ts";
import { defineQuery } from "#src/machine/query.ts";
import type { StateReader, Stored } from "#src/state/view.ts";
import { dayMs as dayLengthMs, hourMs } from "../days/hours.ts";
import { carbonGramsOf, demandWhOf, isMatched, residualOf } from "../days/loadHour.ts";
import type { ZoneDay } from "../days/schemas.ts";
import { requireDevice } from "../devices.ts";
import { refusals } from "../refusals.ts";
import { sumOf } from "../rules.ts";
import { deviceIdSchema } from "../schemas.ts";
import { loadDays, zoneDays } from "../tables.ts";

const shareSchema = z.int().min(0).max(1_000_000);

export const score = defineQuery({
  summary:
    "The hourly carbon-free score of a load over a range of UTC days, beside the score by volume that hides its hours, and its carbon. Days that are not matched are left out.",
  readers: "public",
  params: z.strictObject({
    load: deviceIdSchema,
    fromDayMs: timeMsSchema,
    days: z.int().min(1).max(limits.scoreDaysMax),
  }),
  result: z.strictObject({
    matchedDays: countSchema,
    demandWh: amountSchema,
    matchedWh: amountSchema,
    carbonGrams: amountSchema,
    /** Matched by demand, in millionths, rounded down; absent where nothing was consumed. */
    hourlySharePpm: shareSchema.optional(),
    /** The same with all hours taken as one. */
    volumeSharePpm: shareSchema.optional(),
  }),
  answer({ state }, { load, fromDayMs, days }) {
    const { zone } = requireDevice(state, load);
    if (fromDayMs % dayLengthMs !== 0) throw refusals.unknownDay({ dayMs: fromDayMs });
    const sums = Array.from({ length: days }, (_, at) => daySums(state, load, zone, fromDayMs + at * dayLengthMs));
    const matched = sums.filter((each) => each !== undefined);
    const of = (name: keyof (typeof matched)[number]) => sumOf(matched.map((each) => each[name]));
    const [demandWh, matchedWh] = [of("demandWh"), of("matchedWh")];
    const about = { matchedDays: matched.length, demandWh, matchedWh, carbonGrams: of("carbonGrams") };
    if (demandWh === 0n) return about;
    const sharedWh = of("zoneDemandWh") === 0n ? 0n : divideDown(of("pooledWh") * demandWh, of("zoneDemandWh"));
    const claimableWh = of("dedicatedWh") + sharedWh;
    const volumeWh = claimableWh < demandWh ? claimableWh : demandWh;
    return {
      ...about,
      hourlySharePpm: millionths(matchedWh, demandWh),
      volumeSharePpm: millionths(volumeWh, demandWh),
    };
  },
});

/**
 * One matched day. By volume a load would claim what was reserved for it, and of its zone's pool a part in proportion to
 * its consumption, whatever the hours: with nothing reserved for single loads, that is the matching of all hours as one.
 */
function daySums(state: StateReader, load: string, zone: string, dayMs: number) {
  if (!isMatched(state, dayMs)) return undefined;
  const row = loadDays.get(state, load, dayMs);
  const zoneRow = zoneDays.get(state, zone, dayMs);
  const pooled = { pooledWh: pooledWhOf(zoneRow), zoneDemandWh: sumOf(zoneRow?.demandWh ?? []) };
  if (row === undefined) return { demandWh: 0n, matchedWh: 0n, dedicatedWh: 0n, carbonGrams: 0n, ...pooled };
  const carbonOf = (hour: number) => carbonGramsOf(row, hour, residualOf(state, zone, dayMs + hour * hourMs));
  return {
    demandWh: sumOf(row.matchedWh.map((_, hour) => demandWhOf(row, hour))),
    matchedWh: sumOf(row.matchedWh),
    dedicatedWh: sumOf(row.dedicatedWh),
    carbonGrams: sumOf(row.matchedWh.map((_, hour) => carbonOf(hour))),
    ...pooled,
  };
}

/**
 * What a zone's loads share: its pool, what other zones sent beside it, less what it sent and what was lost on the way.
 * What went into storage serves as what comes out of it: nothing of the pool counts twice.
 */
function pooledWhOf(row: Stored<ZoneDay> | undefined): bigint {
  if (row === undefined) return 0n;
  const { pooledWh, importedWh, exportedWh, lostWh, chargedCleanWh } = row;
  return sumOf(pooledWh) + sumOf(importedWh) - sumOf(exportedWh) - sumOf(lostWh) - sumOf(chargedCleanWh);
}

function millionths(part: bigint, whole: bigint): number {
  return Number(divideDown(1_000_000n * part, whole));
}
