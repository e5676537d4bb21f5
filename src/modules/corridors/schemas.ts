// The shapes of the module `corridors`: zones and their calendars, participants, corridors, rule books, flows and payments.
import { z } from "zod";
import { limits } from "#src/core/limits.ts";
import {
  accountSchema,
  amountSchema,
  basisPointsSchema,
  currencySchema,
  hashSchema,
  heightSchema,
  noteSchema,
  positiveAmountSchema,
  timeMsSchema,
} from "#src/core/schemas.ts";

export const corridorIdSchema = z.string().regex(/^[a-z][a-z0-9-]{1,31}$/);
/** ISO 9362: a business identifier code of eight or eleven characters. */
export const bicSchema = z.string().regex(/^[A-Z0-9]{4}[A-Z]{2}[A-Z0-9]{2}([A-Z0-9]{3})?$/);
/** ISO 17442: a legal entity identifier; its check digits are looked at apart. */
export const leiSchema = z.string().regex(/^[A-Z0-9]{18}[0-9]{2}$/);
/** ISO 8601: a day of a zone's own calendar. */
export const dateSchema = z.string().regex(/^[12][0-9]{3}-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])$/);
/** A code of ExternalPurpose1Code, such as `GDDS`. */
export const purposeSchema = z.string().regex(/^[A-Z][A-Z0-9]{3}$/);
export const revisionSchema = z.int().min(1).max(Number.MAX_SAFE_INTEGER);
/** What a zone or corridor is called, or why something was done. */
export const reasonSchema = noteSchema.min(1);

const dayMinutes = 1_440;

/** When a zone's currency can be used across borders, in minutes of the zone's own day. */
export const calendarSchema = z.strictObject({
  offsetMinutes: z.int().min(-720).max(840),
  opensMinute: z.int().min(0).max(dayMinutes),
  /** From here to the end of the day only banks pay, as in T2. */
  cutOffMinute: z.int().min(0).max(dayMinutes),
  closesMinute: z.int().min(0).max(dayMinutes),
  /** 1 is Monday, 7 is Sunday; one day of the week at least is none. */
  weekendDays: z.array(z.int().min(1).max(7)).max(6),
  holidays: z.array(dateSchema).max(limits.holidaysMax),
});
export type Calendar = z.output<typeof calendarSchema>;

/** Caps of one window; no number, no cap. */
const capSchema = z.strictObject({ netMost: amountSchema.optional(), grossMost: amountSchema.optional() });
/** Exposure caps over rolling windows of an hour, a day, 30 days and a year of 366 days. */
export const capsSchema = z.strictObject({ hour: capSchema, day: capSchema, month: capSchema, year: capSchema });
export type Caps = z.output<typeof capsSchema>;

/** What a central bank allows across its border, in the smallest unit of its currency. */
export const zoneLimitsSchema = z.strictObject({
  singleMost: amountSchema.optional(),
  caps: capsSchema,
  /** The same for every participant of the zone. */
  participantCaps: capsSchema,
});
export type ZoneLimits = z.output<typeof zoneLimitsSchema>;

export const zoneSchema = z.strictObject({
  name: reasonSchema,
  openedMs: timeMsSchema,
  calendar: calendarSchema,
  nextCalendar: z.strictObject({ calendar: calendarSchema, fromHeight: heightSchema }).optional(),
  limits: zoneLimitsSchema,
  nextLimits: z.strictObject({ limits: zoneLimitsSchema, fromHeight: heightSchema }).optional(),
  /** The kill switch: who pulled it lets go with notice. */
  stop: z
    .strictObject({ reference: reasonSchema, sinceMs: timeMsSchema, untilHeight: heightSchema.optional() })
    .optional(),
});
export type Zone = z.output<typeof zoneSchema>;

export const participantSchema = z.strictObject({
  bic: bicSchema,
  lei: leiSchema.optional(),
  admittedMs: timeMsSchema,
  /** Admission loosens, so it takes effect after notice. */
  fromHeight: heightSchema,
  /** Whether the zone offers to be its home; the bank accepts that itself. */
  isResident: z.boolean(),
});
export type Participant = z.output<typeof participantSchema>;

export const stageSchema = z.enum(["pilot", "limited", "open", "closed"]);

/** What one whole unit of a currency counts for in a corridor's counters, in billionths of the numeraire. */
const rateSchema = z.strictObject({ currency: currencySchema, unitNano: positiveAmountSchema });

export const levelsSchema = z.strictObject({
  informBp: basisPointsSchema,
  warnBp: basisPointsSchema,
  slowBp: basisPointsSchema,
  stopBp: basisPointsSchema,
});
export type Levels = z.output<typeof levelsSchema>;

/** The rules of a corridor; amounts are in billionths of the numeraire. */
export const ruleBookSchema = z.strictObject({
  stage: stageSchema,
  /** Permitted in every stage but `open`, which permits all. */
  purposes: z.array(purposeSchema).max(limits.purposesMax),
  feeBp: z.int().min(0).max(1_000),
  singleNanoMost: amountSchema,
  /** Gross: the whole corridor, both sides of every payment. Net: each zone's position within it. */
  caps: capsSchema,
  levels: levelsSchema,
  /** At the level `slow` a payment may take so much of what a cap has left. */
  slowPartBp: z.int().min(1).max(10_000),
  /** The share of 30 days' volume that one currency may have; the module's parameter where absent. */
  concentrationBp: basisPointsSchema.optional(),
  /** Below this volume of 30 days the share is not looked at. */
  concentrationFloorNano: amountSchema,
  rates: z.array(rateSchema).min(1).max(limits.corridorZonesMax),
});
export type RuleBook = z.output<typeof ruleBookSchema>;

export const corridorSchema = z.strictObject({
  name: reasonSchema,
  operator: accountSchema,
  openedMs: timeMsSchema,
  revision: revisionSchema,
  next: z.strictObject({ revision: revisionSchema, fromHeight: heightSchema }).optional(),
  /** The newest revision, in force or not. */
  lastRevision: revisionSchema,
  /** How many zones have joined. */
  zones: z.int().min(0).max(limits.corridorZonesMax),
});
export type Corridor = z.output<typeof corridorSchema>;

export const revisedSchema = z.strictObject({ ruleBook: ruleBookSchema, hash: hashSchema });

/** What went in and out during one interval of a window. */
export const bucketSchema = z.strictObject({ at: heightSchema, inflow: amountSchema, outflow: amountSchema });
export type Bucket = z.output<typeof bucketSchema>;
/** Intervals with traffic, oldest first; a window never has more than 31 of them. */
const bucketsSchema = z.array(bucketSchema).max(31);
export const flowSchema = z.strictObject({
  hour: bucketsSchema,
  day: bucketsSchema,
  month: bucketsSchema,
  year: bucketsSchema,
});
export type Flow = z.output<typeof flowSchema>;

export const windowSchema = z.enum(["hour", "day", "month", "year"]);
export type Window = z.output<typeof windowSchema>;
export const levelSchema = z.enum(["clear", "inform", "warn", "slow", "stop"]);
export type Level = z.output<typeof levelSchema>;

export const scopeSchema = z.strictObject({
  /** A zone or participant counts its own currency; a corridor, and a zone's position in it, counts worth. */
  kind: z.enum(["zone", "participant", "corridor", "position"]),
  currency: currencySchema.optional(),
  account: accountSchema.optional(),
});
export type Scope = z.output<typeof scopeSchema>;

/** One counter, before and after a payment, over the window that stands nearest to its cap. */
export const counterSchema = z.strictObject({
  ...scopeSchema.shape,
  window: windowSchema,
  netBefore: amountSchema,
  netAfter: amountSchema,
  grossBefore: amountSchema,
  grossAfter: amountSchema,
  level: levelSchema,
});

/** What a payment was judged by: stamped on the event that announces it. */
export const judgedSchema = z.strictObject({
  corridor: corridorIdSchema,
  revision: revisionSchema,
  ruleBookHash: hashSchema,
  /** Two zones, three with a currency between, two participants, two positions and the corridor at most. */
  counters: z.array(counterSchema).max(8),
});
export type Judged = z.output<typeof judgedSchema>;

export const sideSchema = z.strictObject({ currency: currencySchema, amount: positiveAmountSchema });
export type Side = z.output<typeof sideSchema>;

/** Who a payment is for: a bank's customer (pacs.008), or the banks themselves (pacs.009). */
export const paymentKindSchema = z.enum(["customer", "interbank"]);
