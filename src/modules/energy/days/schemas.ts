// The shapes of days: a UTC day that takes readings until it closes, and what each of its 24 hours came to.
import { z } from "zod";
import { limits } from "#src/core/limits.ts";
import { amountSchema, countSchema, signedAmountSchema, timeMsSchema } from "#src/core/schemas.ts";
import { carbonIntensitySchema, certificateIdSchema, deviceIdSchema } from "../schemas.ts";

export const hoursPerDay = 24;

const hourly = <Schema extends z.ZodType>(schema: Schema) => z.array(schema).length(hoursPerDay);
const hourlyAmounts = hourly(amountSchema);
const hourlyMinutes = hourly(z.int().min(0).max(60));

export const daySchema = z.strictObject({
  openedMs: timeMsSchema,
  /** From this moment on its hours are matched, and what is recorded for it is late. */
  closesMs: timeMsSchema,
  /** What counts as clean on this day, in grams of CO2 equivalent a megawatt-hour. */
  cleanMostGramsPerMwh: carbonIntensitySchema,
  closedMs: timeMsSchema.optional(),
  /** How many of its hours are matched, in their order. */
  matchedHours: z.int().min(0).max(hoursPerDay),
  /** When all that is kept for the matching alone was gone again. */
  matchedMs: timeMsSchema.optional(),
  /** Rows of the lists of reserved bundles and of loads; they go one by one once all hours are matched. */
  supplyEntries: countSchema,
  demandEntries: countSchema,
});
export type Day = z.output<typeof daySchema>;

/** One load in each hour of a day. */
export const loadDaySchema = z.strictObject({
  /** What its meter told before the day closed. */
  demandMilliWh: hourlyAmounts,
  /** What it told later: it counts as demand that nothing was matched with. */
  lateMilliWh: hourlyAmounts.optional(),
  recordedMinutes: hourlyMinutes,
  matchedWh: hourlyAmounts,
  /** Certificates that were reserved for this load. */
  dedicatedWh: hourlyAmounts,
  /** The carbon of what was matched: watt-hours times grams a megawatt-hour, which is millionths of a gram. */
  claimedMicrograms: hourlyAmounts,
});
export type LoadDay = z.output<typeof loadDaySchema>;

/** One submeter in each hour of a day. */
export const submeterDaySchema = z.strictObject({ meteredMilliWh: hourlyAmounts, recordedMinutes: hourlyMinutes });
export type SubmeterDay = z.output<typeof submeterDaySchema>;

/** An interconnector, or a meter of a storage device, in each hour of a day that is not matched yet. */
export const flowDaySchema = z.strictObject({ flowMilliWh: hourlyAmounts });
export type FlowDay = z.output<typeof flowDaySchema>;

/** What the meters of a zone's generation told of a day that is not matched yet. */
export const generationDaySchema = z.strictObject({
  generationWh: hourlyAmounts,
  /** What is left of it without clean certificates, and its carbon, in watt-hours times grams a megawatt-hour. */
  remainingWh: hourlyAmounts,
  remainingMicrograms: hourlyAmounts,
});
export type GenerationDay = z.output<typeof generationDaySchema>;

/** One zone in each hour of a day. */
export const zoneDaySchema = z.strictObject({
  generationWh: hourlyAmounts,
  /** Clean certificates that took part in the matching. */
  offeredWh: hourlyAmounts,
  /** Of these, those for any load. */
  pooledWh: hourlyAmounts,
  demandWh: hourlyAmounts,
  matchedWh: hourlyAmounts,
  /** Of what was matched, what came from other zones; and what loads of other zones got, beside what was lost on the way. */
  importedWh: hourlyAmounts,
  exportedWh: hourlyAmounts,
  lostWh: hourlyAmounts,
  /** What went into storage devices, of that what certificates of the pool were cancelled for, and what came out. */
  chargedWh: hourlyAmounts,
  chargedCleanWh: hourlyAmounts,
  dischargedWh: hourlyAmounts,
  /** Generation, what flowed in and was discharged, less what flowed out, demand and charge: meters never agree, and not everyone has one. */
  unexplainedWh: hourly(signedAmountSchema),
  residualGramsPerMwh: hourly(carbonIntensitySchema),
});
export type ZoneDay = z.output<typeof zoneDaySchema>;

export const zoneTotalSchema = z.strictObject({
  /** Hours with more energy than was consumed or flowed out, and with less: both sums only grow. */
  unexplainedMoreWh: amountSchema,
  unexplainedLessWh: amountSchema,
});
export type ZoneTotal = z.output<typeof zoneTotalSchema>;

/** A reserved bundle, under its first id. */
export const supplySchema = z.strictObject({ device: deviceIdSchema, firstId: certificateIdSchema });
export type Supply = z.output<typeof supplySchema>;

export const claimSchema = z.strictObject({
  device: deviceIdSchema,
  firstId: certificateIdSchema,
  lastId: certificateIdSchema,
  /** Whose consumption they cover. Without a load and a charging device they make up for losses on the way to another zone. */
  load: deviceIdSchema.optional(),
  /** The storage device, by its charging meter, that they are cancelled for. */
  charging: deviceIdSchema.optional(),
});
export type Claim = z.output<typeof claimSchema>;
export const claimsSchema = z.array(claimSchema).min(1).max(limits.claimsPerPartMax);
