// The shapes of the module `oracle`: feeds, their rules, quotes and rounds.
import { z } from "zod";
import {
  accountSchema,
  amountSchema,
  countSchema,
  integerSchema,
  noteSchema,
  timeMsSchema,
} from "#src/core/schemas.ts";

/** Feeders of one feed: five times what tolerates one liar, few enough to aggregate on every quote. */
export const feedersMax = 16;
/** Quotes in one message: a feeder serves every component of the basket at once. */
export const quotesPerMessageMax = 32;
/** Completed rounds kept of one feed: what an auditor sees of the last minutes without an archive. */
export const roundsKept = 256;
/** Samples kept of one feed: more than a year of days, for a trailing twelve-month average. */
export const samplesKept = 400;
/** The highest price: a million of the numeraire per unit, so that sums of price and time stay within an amount. */
export const priceNanoMax = 10n ** 15n;

const hundredYearsMs = 100 * 366 * 86_400_000;

/** What is priced, such as `AG`: also the name of the component. */
export const feedIdSchema = z.string().regex(/^[A-Z][A-Z0-9]{1,15}$/);

/** A price in billionths of the numeraire for one unit of the feed. */
export const priceNanoSchema = integerSchema(1n, priceNanoMax);

/** The name of a unit, such as `g`, `kg` or `MWh`. */
export const unitSchema = z.string().regex(/^[A-Za-z][A-Za-z0-9-]{0,15}$/);

export const feedRulesSchema = z.strictObject({
  /** A quote or price older than this, in open market time, is stale. */
  maxAgeMs: z.int().min(1).max(hundredYearsMs),
  /** When age counts: always, or from Monday to Friday in UTC, so that a closed market is not a stale one. */
  market: z.enum(["continuous", "weekdays"]),
  /** How many confidences low and high lie from the median; 10,000 is one. */
  confidenceMultiplierBp: z.int().min(0).max(100_000),
  /** How far low and high part with age: millionths of the median per square root of a second. */
  ageWideningPpm: z.int().min(0).max(1_000_000),
  /** A change of this share of the price or more is held until confirmed. */
  gateBp: z.int().min(1).max(10_000),
  /** The shortest time for which such a jump is held. */
  holdMs: z.int().min(0).max(hundredYearsMs),
  /** Fewer fresh quotes than this make no round. */
  minPublishers: z.int().min(1).max(feedersMax),
  /** The least distance of two samples of the history. */
  sampleMs: z.int().min(1).max(hundredYearsMs),
});
export type FeedRules = z.output<typeof feedRulesSchema>;

const describedFeedShape = {
  feed: feedIdSchema,
  /** What one price is for: `g`, `kg`, `MWh`. */
  unit: unitSchema,
  /** What quantities are counted in: `mg` for a metal. */
  measure: unitSchema,
  /** How many of them one unit has: 1,000 mg to the g. */
  measuresPerUnit: integerSchema(1n, 10n ** 18n),
  /** A slow feed (monthly, annual) is no ground for taking in, paying out or liquidating what it prices. */
  frequency: z.enum(["fast", "slow"]),
  /** What a reader must know about the source, such as `replayed history`; empty when there is nothing to say. */
  label: noteSchema,
  rules: feedRulesSchema,
} as const;

export const feedersSchema = z.array(accountSchema).min(1).max(feedersMax);

/** A feed as registered; its feeders are sorted. */
export const feedSchema = z.strictObject({ ...describedFeedShape, feeders: feedersSchema });
export type Feed = z.output<typeof feedSchema>;

/** One feeder's newest statement on one feed. */
export const quoteSchema = z.strictObject({
  feeder: accountSchema,
  priceNano: priceNanoSchema,
  confidenceNano: priceNanoSchema,
  observedMs: timeMsSchema,
});
export type Quote = z.output<typeof quoteSchema>;

const roundShape = {
  roundId: countSchema,
  /** The time of the block in which the round was completed. */
  atMs: timeMsSchema,
  priceNano: priceNanoSchema,
  confidenceNano: priceNanoSchema,
  /** A quorum of the quotes was observed at this moment or later. */
  observedMs: timeMsSchema,
  publishers: z.int().min(1).max(feedersMax),
} as const;

/** What one aggregation of quotes found. */
export const roundSchema = z.strictObject(roundShape);
export type Round = z.output<typeof roundSchema>;

/** What became of a round: within the gate, held as a jump, or a jump confirmed. */
export const outcomeSchema = z.enum(["accepted", "held", "confirmed"]);
export type Outcome = z.output<typeof outcomeSchema>;

export const completedRoundSchema = z.strictObject({ ...roundShape, outcome: outcomeSchema });

/** A jump not yet confirmed: its newest round, and since when it is held. */
export const pendingSchema = z.strictObject({ ...roundShape, sinceMs: timeMsSchema });

/** A feed's price: the round in force, a jump if one is held, and the running sum behind its averages. */
export const feedPriceSchema = z.strictObject({
  /** The newest round, whatever became of it. */
  roundId: countSchema,
  current: roundSchema,
  pending: pendingSchema.optional(),
  /** The sum of price times milliseconds since the first round, up to `summedMs`. */
  priceNanoMsSum: amountSchema,
  summedMs: timeMsSchema,
  /** How many samples were ever taken, and when the last one was. */
  samples: countSchema,
  sampledMs: timeMsSchema,
});
export type FeedPrice = z.output<typeof feedPriceSchema>;

/** The running sum at one moment. */
export const sampleSchema = z.strictObject({ atMs: timeMsSchema, priceNanoMsSum: amountSchema });

export const statusSchema = z.enum(["sound", "pending", "stale", "unknown"]);
export type PriceStatus = z.output<typeof statusSchema>;

/** Low, mid and high of a price; low is at least 1. */
export const priceRangeSchema = z.strictObject({ low: amountSchema, mid: amountSchema, high: amountSchema });
export type PriceRange = Readonly<z.output<typeof priceRangeSchema>>;
