// The shapes of the module `basket`: its components, and the record of a reweighting.
import { z } from "zod";
import {
  amountSchema,
  countSchema,
  heightSchema,
  integerSchema,
  positiveAmountSchema,
  timeMsSchema,
} from "#src/core/schemas.ts";
import { feedIdSchema } from "#src/modules/oracle/access.ts";
import { wholePpm } from "#src/weighting/vectors.ts";

/** Components in the basket: what an optimiser of weights takes, few enough to price at every mint. */
export const componentsMax = 32;

/** A component's name, such as `AG`. */
export const componentIdSchema = feedIdSchema;

/** What the basket may be made of: a component and the feed that prices it, which never changes. */
export const componentSchema = z.strictObject({ component: componentIdSchema, feed: feedIdSchema });

/** One line of the basket: so many whole units of the component's feed. */
export const basketLineSchema = z.strictObject({
  component: componentIdSchema,
  feed: feedIdSchema,
  quantity: amountSchema,
});
export type BasketLine = z.output<typeof basketLineSchema>;

/** The basket in force. */
export const basketSchema = z.strictObject({
  /** How many reweightings made it. */
  reweights: countSchema,
  /** How many whole KDG the basket stands for. */
  basketKdg: positiveAmountSchema,
  lines: z.array(basketLineSchema).min(1).max(componentsMax),
  /** The cash remainder, in billionths of the numeraire: part of the value, never minted. */
  remainderNano: amountSchema,
  sinceMs: timeMsSchema,
});
export type Basket = z.output<typeof basketSchema>;

/** A part of the whole basket in millionths. */
export const weightPpmSchema = integerSchema(0n, wholePpm);

/** One component in a reweighting: what went in and what came out. */
export const reweightedLineSchema = z.strictObject({
  component: componentIdSchema,
  feed: feedIdSchema,
  weightPpm: weightPpmSchema,
  roundId: countSchema,
  priceNano: positiveAmountSchema,
  averageNano: positiveAmountSchema,
  /** Where the trailing average begins; it ends at the reweighting. */
  averageFromMs: timeMsSchema,
  quantityBefore: amountSchema,
  quantityAfter: amountSchema,
});

/** A reweighting with all its inputs and outputs, so that anybody can recompute it. */
export const reweightRecordSchema = z.strictObject({
  number: countSchema,
  atMs: timeMsSchema,
  height: heightSchema,
  basketKdg: positiveAmountSchema,
  /** The value of the basket, the same before and after. */
  valueNano: positiveAmountSchema,
  lines: z.array(reweightedLineSchema).min(1).max(componentsMax),
  remainderBeforeNano: amountSchema,
  remainderAfterNano: amountSchema,
});
export type ReweightRecord = z.output<typeof reweightRecordSchema>;

/** What keeps a reweighting from being made now, and by which component. */
export const hindranceSchema = z.strictObject({
  why: z.enum(["priceUnsound", "historyTooShort", "stepTooLarge", "valueTooLarge"]),
  component: componentIdSchema,
});
export type Hindrance = z.output<typeof hindranceSchema>;
