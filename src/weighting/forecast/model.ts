// A forecast's model: a bounded ensemble of regression trees in whole numbers, and the bytes that its hash is of.
import { z } from "zod";
import { codecOf } from "#src/core/form.ts";
import { integerSchema } from "#src/core/schemas.ts";
import { featureMostPpm, featureNames } from "./features.ts";

/** Trees of one model, and splits of one tree, which make a depth of four: one evaluation asks at most 256 questions. */
export const treesMost = 64;
export const splitsMost = 15;
/** A leaf's part of a shift: none needs more than the whole. */
export const leafMostPpm = 1_000_000n;

/** A feature of at most `mostPpm` leads to the lower branch, a greater one to the upper, a missing one as the flag says. */
const splitSchema = z.strictObject({
  feature: z.enum(featureNames),
  mostPpm: integerSchema(-featureMostPpm, featureMostPpm),
  isMissingUpper: z.boolean(),
});

/**
 * Splits lie as in a heap: from the one at place k, the branches lead to the places 2k + 1 (lower) and 2k + 2 (upper), and
 * a place beyond the splits is a leaf. So every list of splits is a tree, with one leaf more than it has splits.
 */
const treeSchema = z.strictObject({
  splits: z.array(splitSchema).max(splitsMost),
  leavesPpm: z
    .array(integerSchema(-leafMostPpm, leafMostPpm))
    .min(1)
    .max(splitsMost + 1),
});

/** At most 64 KiB encoded: a message that carries one fits a transaction. */
export const forecastModelSchema = z.strictObject({ trees: z.array(treeSchema).min(1).max(treesMost) });

export type ForecastModel = Readonly<z.output<typeof forecastModelSchema>>;
export type ForecastTree = ForecastModel["trees"][number];

/** Whether each tree has its leaves, one more than splits: what the schema alone cannot say, asked before one is adopted. */
export function hasAllLeaves({ trees }: ForecastModel): boolean {
  return trees.every(({ splits, leavesPpm }) => leavesPpm.length === splits.length + 1);
}

/** The deterministic CBOR of a model. Its hash, which governance adopts, is the SHA-256 of these bytes and of nothing else. */
export function encodeForecastModel(model: ForecastModel): Uint8Array {
  return codecOf(forecastModelSchema).encode(model);
}
