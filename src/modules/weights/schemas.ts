// The shapes of the module `weights`: policies, observations of prices, and rebalances with all that went into them.
import { z } from "zod";
import { limits } from "#src/core/limits.ts";
import {
  accountSchema,
  amountSchema,
  countSchema,
  hashSchema,
  heightSchema,
  integerSchema,
  positiveAmountSchema,
  timeMsSchema,
} from "#src/core/schemas.ts";
import { componentIdSchema, componentsMax, hindranceSchema, weightPpmSchema } from "#src/modules/basket/access.ts";
import { feedIdSchema } from "#src/modules/oracle/access.ts";
import { forecastModelSchema } from "#src/weighting/forecast/model.ts";
import { elasticityPpmLeast, elasticityPpmMost, problemGroupsMost } from "#src/weighting/solver/problem.ts";

/** Factors of the objective: from none to where nothing else counts any more; products stay far below an amount squared. */
const factorPpmSchema = integerSchema(0n, 10n ** 14n);
/** Tilts from none to elevenfold. */
const tiltPpmSchema = integerSchema(0n, 10_000_000n);

const namedComponentSchema = z.strictObject({ component: componentIdSchema });

export const policyComponentSchema = namedComponentSchema.extend({
  /** Its target where nothing tilts; these sum to 1,000,000. */
  basePpm: weightPpmSchema,
  leastPpm: weightPpmSchema,
  /** 0 makes it leave the basket. */
  mostPpm: weightPpmSchema,
  /** Larger moves more; 1,000,000 is neutral. */
  elasticityPpm: integerSchema(elasticityPpmLeast, elasticityPpmMost),
});

export const groupSchema = z.strictObject({
  name: z.string().regex(/^[a-z][a-z-]{0,31}$/),
  components: z.array(componentIdSchema).min(1).max(componentsMax),
  /** What its components may weigh together. */
  mostPpm: weightPpmSchema,
});

/** The most that a forecast may shift a target, as a part of it: it advises, and risk and bounds decide. */
export const forecastBandPpmMost = 200_000n;
const shiftPpmSchema = integerSchema(-forecastBandPpmMost, forecastBandPpmMost);

/** A model that was handed in, by the SHA-256 of its encoding. */
export const forecastRecordSchema = z.strictObject({
  by: accountSchema,
  atMs: timeMsSchema,
  model: forecastModelSchema,
});
export type ForecastRecord = z.output<typeof forecastRecordSchema>;

/** What the issuer decides about weights; a rule does the rest. */
export const policyShape = {
  components: z.array(policyComponentSchema).min(1).max(componentsMax),
  /** Nested or disjoint. */
  groups: z.array(groupSchema).max(problemGroupsMost),
  riskAversionPpm: factorPpmSchema,
  turnoverCostPpm: factorPpmSchema,
  stepMostPpm: integerSchema(1n, 1_000_000n),
  turnoverMostPpm: integerSchema(1n, 2_000_000n),
  criticalityTiltPpm: tiltPpmSchema,
  demandTiltPpm: tiltPpmSchema,
  /** A forecast that is adopted, and how far it may shift targets; none by default (decision 0050). */
  forecast: z.strictObject({ modelHash: hashSchema, bandPpm: integerSchema(0n, forecastBandPpmMost) }).optional(),
} as const;
export const policyContentSchema = z.strictObject(policyShape);
export type PolicyContent = z.output<typeof policyContentSchema>;

export const policySchema = z.strictObject({
  number: countSchema,
  /** Absent for what the genesis file states. */
  by: accountSchema.optional(),
  atMs: timeMsSchema,
  ...policyShape,
});
export type Policy = z.output<typeof policySchema>;

export const observedPriceSchema = z.strictObject({
  component: componentIdSchema,
  /** The mean over the interval that ended, weighted by time. */
  averageNano: positiveAmountSchema,
});

/** What prices were on average over one interval; a component without a usable price is left out. */
export const observationSchema = z.strictObject({
  number: countSchema,
  /** Which interval ended, counted from 1970: a gap between two observations is one of unknown prices. */
  slot: countSchema,
  intervalMs: z.int().min(1).max(Number.MAX_SAFE_INTEGER),
  atMs: timeMsSchema,
  prices: z.array(observedPriceSchema).max(2 * componentsMax),
});
export type Observation = z.output<typeof observationSchema>;

/** Where the module stands: what it has counted, and which intervals it has dealt with. */
export const standingSchema = z.strictObject({
  policies: countSchema,
  observations: countSchema,
  rebalances: countSchema,
  /** The rebalance that is announced and neither executed nor lapsed. */
  live: countSchema.optional(),
  /** Intervals of observations and of rebalances that began last, and how long they were. */
  observedSlot: countSchema,
  observedIntervalMs: countSchema,
  announcedSlot: countSchema,
  announcedIntervalMs: countSchema,
});
export type Standing = z.output<typeof standingSchema>;

/** What is known of a place between 0 and 1,000,000. */
export const boundsSchema = z.strictObject({ leastPpm: weightPpmSchema, mostPpm: weightPpmSchema });
/** The same, with the record that says so; without one nothing is known. */
const recordedBoundsSchema = boundsSchema.extend({ record: countSchema.optional() });
export type RecordedBounds = z.output<typeof recordedBoundsSchema>;

const concentrationFigureSchema = z.strictObject({
  stage: z.enum(["mining", "refining"]),
  record: countSchema,
  governanceRecords: z.array(countSchema).max(limits.shareCountriesMax),
  /** Concentration weighted by governance, 0 to 100,000. */
  least: amountSchema,
  most: amountSchema,
});

/** What weights rest on, of one component. */
export const figuresSchema = z.strictObject({
  concentration: z.array(concentrationFigureSchema).max(2),
  recycling: recordedBoundsSchema,
  substitutability: recordedBoundsSchema,
  demandGrowth: recordedBoundsSchema,
  strategicDemand: recordedBoundsSchema,
  storability: recordedBoundsSchema,
});
export type Figures = z.output<typeof figuresSchema>;

/** Every step from figures to a target. */
export const scoreSchema = z.strictObject({
  volatility: boundsSchema,
  concentration: boundsSchema,
  supplyRisk: boundsSchema,
  criticality: boundsSchema,
});

/** One component of a proposal: what went in, and each step up to its weight. */
export const proposedLineSchema = z.strictObject({
  component: componentIdSchema,
  feed: feedIdSchema,
  /** In the basket at the announcement, in whole units; and the trailing average at which it weighs. */
  quantity: amountSchema,
  averageNano: positiveAmountSchema,
  averageFromMs: timeMsSchema,
  currentPpm: weightPpmSchema,
  figures: figuresSchema,
  score: scoreSchema,
  /** By the adopted forecast, in millionths of the target; 0 without one. */
  shiftPpm: shiftPpmSchema,
  targetPpm: weightPpmSchema,
  weightPpm: weightPpmSchema,
});
export type ProposedLine = z.output<typeof proposedLineSchema>;

/** How returns become risk; as the parameters were at the announcement. */
export const riskRulesSchema = z.strictObject({
  decayPpm: weightPpmSchema,
  shrinkagePpm: weightPpmSchema,
  observationsLeast: countSchema,
  observationsMost: countSchema,
});
export type RiskRules = z.output<typeof riskRulesSchema>;

/** New weights with all that they follow from: anybody can compute them again. */
export const proposalSchema = z.strictObject({
  policy: countSchema,
  rules: riskRulesSchema,
  /** The observations looked at, and how long their intervals are. */
  firstObservation: countSchema,
  lastObservation: countSchema,
  intervalMs: countSchema,
  /** SHA-256 over the canonical CBOR of the covariance: rows of entries in ppm² per interval. */
  covarianceHash: hashSchema,
  lines: z.array(proposedLineSchema).max(componentsMax),
  objective: z.strictObject({ risk: amountSchema, distance: amountSchema, turnover: amountSchema }),
  kktResidual: amountSchema,
  moves: countSchema,
  limits: z.strictObject({ stepMostPpm: amountSchema, turnoverMostPpm: amountSchema }),
  relaxed: z.array(z.string()).max(componentsMax + 2),
});
export type Proposal = z.output<typeof proposalSchema>;

/** Why no weights could be proposed, or why they were not executed yet; `component` names the first one. */
export const obstacleSchema = z.strictObject({
  why: z.enum([
    ...hindranceSchema.shape.why.options,
    "priceUnknown",
    "observationsTooFew",
    "limitsCannotHold",
    "metalsCannotFollow",
    "tooLate",
  ]),
  component: componentIdSchema.optional(),
});
export type Obstacle = z.output<typeof obstacleSchema>;

export const rebalanceSchema = z.strictObject({
  number: countSchema,
  /** `skipped`: nothing could be proposed; `lapsed`: it could not be executed in time, and the old quantities stay. */
  state: z.enum(["skipped", "announced", "executed", "lapsed"]),
  announcedMs: timeMsSchema,
  announcedHeight: heightSchema,
  proposal: proposalSchema.optional(),
  /** It is executed at the first block from then on in which nothing is in the way, and lapses at the end. */
  fromMs: timeMsSchema.optional(),
  endsMs: timeMsSchema.optional(),
  /** What was in the way last. */
  obstacle: obstacleSchema.optional(),
  closedMs: timeMsSchema.optional(),
  /** The basket's record with old and new quantities. */
  reweighting: countSchema.optional(),
});
export type Rebalance = z.output<typeof rebalanceSchema>;
