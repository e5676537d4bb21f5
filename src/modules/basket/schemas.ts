// The shapes of the module `basket`: its components, and the record of a reweighting.
import { z } from "zod";
import {
  accountSchema,
  amountSchema,
  basisPointsSchema,
  countSchema,
  heightSchema,
  positiveAmountSchema,
  timeMsSchema,
} from "#src/core/schemas.ts";
import { feedIdSchema } from "#src/modules/oracle/access.ts";

/** Components in the basket: twice what the design names, few enough to price at every mint. */
export const componentsMax = 16;

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

/** One component in a reweighting: what went in and what came out. */
export const reweightedLineSchema = z.strictObject({
  component: componentIdSchema,
  feed: feedIdSchema,
  weightBp: basisPointsSchema,
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
  by: accountSchema,
  basketKdg: positiveAmountSchema,
  /** The value of the basket, the same before and after. */
  valueNano: positiveAmountSchema,
  lines: z.array(reweightedLineSchema).min(1).max(componentsMax),
  remainderBeforeNano: amountSchema,
  remainderAfterNano: amountSchema,
});
export type ReweightRecord = z.output<typeof reweightRecordSchema>;

/** The share of each component that the issuer wants, at average prices; the shares sum to 10,000. */
export const targetsSchema = z
  .array(z.strictObject({ component: componentIdSchema, weightBp: basisPointsSchema }))
  .min(1)
  .max(componentsMax);
export type Targets = z.output<typeof targetsSchema>;
