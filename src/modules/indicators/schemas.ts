// The shapes of the module `indicators`: figures and typed unknowns, their provenance, and the record of each.
import { z } from "zod";
import { limits } from "#src/core/limits.ts";
import { accountSchema, countSchema, hashSchema, integerSchema, noteSchema, timeMsSchema } from "#src/core/schemas.ts";
import { componentIdSchema } from "#src/modules/basket/access.ts";

export { componentIdSchema };

export const indicatorSchema = z.enum([
  "recyclingRate",
  "reserves",
  "demandGrowth",
  "importReliance",
  "strategicDemandShare",
  "substitutability",
  "storability",
]);
export type Indicator = z.output<typeof indicatorSchema>;
export const indicatorNames: readonly Indicator[] = indicatorSchema.options;

/** Where countries have shares: what is mined, and what is refined. */
export const stageSchema = z.enum(["mining", "refining"]);
export type Stage = z.output<typeof stageSchema>;

/** By ISO 3166, such as `CL`. */
export const countrySchema = z.string().regex(/^[A-Z]{2}$/);

/** A whole number in the indicator's own unit. */
export const rawSchema = integerSchema(-limits.indicatorRawMax, limits.indicatorRawMax);

/** Why there is no figure, and what is known of it all the same: `>50` has a lower bound. */
export const unknownSchema = z.strictObject({
  /** Withheld by who knows it; not reported by anyone; without meaning here; too little to be measured. */
  reason: z.enum(["withheld", "notReported", "notApplicable", "belowDetection"]),
  atLeast: rawSchema.optional(),
  atMost: rawSchema.optional(),
});

/** Either a value or a typed unknown, never both; an unknown is never a zero. */
export const figureSchema = z.strictObject({ value: rawSchema.optional(), unknown: unknownSchema.optional() });
export type Figure = z.output<typeof figureSchema>;

/** One country's share in millionths. */
export const countryShareSchema = z.strictObject({ country: countrySchema, share: figureSchema });
export type CountryShare = z.output<typeof countryShareSchema>;

/** A year or a month, such as `2024` or `2024-06`. */
export const periodSchema = z.string().regex(/^(19[7-9][0-9]|[2-9][0-9]{3})(-(0[1-9]|1[0-2]))?$/);

/** Where a figure comes from: with it anyone finds the document and the method again. */
export const provenanceShape = {
  period: periodSchema,
  source: noteSchema.min(1),
  /** The SHA-256 of the document; only an unknown may do without. */
  documentHash: hashSchema.optional(),
  method: noteSchema,
} as const;
export const provenanceSchema = z.strictObject(provenanceShape);
export type Provenance = z.output<typeof provenanceSchema>;

export const indicatorSubjectShape = { component: componentIdSchema, indicator: indicatorSchema } as const;
export const statedIndicatorShape = { ...indicatorSubjectShape, figure: figureSchema } as const;
export const statedSharesShape = {
  component: componentIdSchema,
  stage: stageSchema,
  countries: z.array(countryShareSchema).max(limits.shareCountriesMax),
  /** All countries that are not named, as one line, in millionths. */
  others: figureSchema,
} as const;
export const statedGovernanceShape = { country: countrySchema, figure: figureSchema } as const;

const statedIndicatorSchema = z.strictObject(statedIndicatorShape);
const statedSharesSchema = z.strictObject(statedSharesShape);
const statedGovernanceSchema = z.strictObject(statedGovernanceShape);
export type StatedIndicator = z.output<typeof statedIndicatorSchema>;
export type StatedShares = z.output<typeof statedSharesSchema>;
export type StatedGovernance = z.output<typeof statedGovernanceSchema>;

/** What a record states: exactly one of the three is there. */
export const statementShape = {
  indicator: statedIndicatorSchema.optional(),
  shares: statedSharesSchema.optional(),
  governance: statedGovernanceSchema.optional(),
} as const;
const statementSchema = z.strictObject(statementShape);
export type Statement = z.output<typeof statementSchema>;

/** One record, for good: nothing overwrites it. */
export const recordSchema = z.strictObject({
  number: countSchema,
  /** Absent for what the genesis file states. */
  by: accountSchema.optional(),
  atMs: timeMsSchema,
  /** When it takes effect, unless another record takes its place before. */
  fromMs: timeMsSchema,
  ...provenanceShape,
  ...statementShape,
});
export type IndicatorRecord = z.output<typeof recordSchema>;

export const pointerSchema = z.strictObject({ number: countSchema, fromMs: timeMsSchema });

/** Which record is in force, and which one will be: a pending one whose moment has come is in force. */
export const entrySchema = z.strictObject({ inForce: pointerSchema.optional(), pending: pointerSchema.optional() });
export type Entry = z.output<typeof entrySchema>;

/** The records that an entry points to at the moment of asking. */
export const recordsShape = { inForce: recordSchema.optional(), pending: recordSchema.optional() } as const;

/** An indicator as queries show it: its range, its records, and the place of the value in force. */
export const indicatorViewSchema = z.strictObject({
  indicator: indicatorSchema,
  range: z.strictObject({
    unit: noteSchema,
    least: rawSchema,
    most: rawSchema,
    more: z.enum(["scarcer", "easier"]),
    definition: noteSchema,
  }),
  ...recordsShape,
  placed: z.strictObject({ clamped: rawSchema, positionPpm: rawSchema, scarcityPpm: rawSchema }).optional(),
});
