// Parameters of the module `weights`: their defaults were chosen on monthly prices to 2014 (decision 0045).
import { defineParameters } from "#src/machine/parameter.ts";
import { weightDefaults } from "#src/weighting/defaults.ts";

const owner = { owner: "issuer", noticeBlocks: 10 } as const;
const minuteMs = 60_000n;
const dayMs = 86_400_000n;
const yearMs = 366n * dayMs;
/** A twelfth of 365.25 days. */
const monthMs = 2_629_800_000n;
const { covariance, rebalanceMonths } = weightDefaults;

export const parameters = defineParameters("weights", {
  observationIntervalMs: {
    summary: "How long an interval is whose average prices are observed; risk is measured from one to the next.",
    unit: "ms",
    default: monthMs,
    least: 1_000n,
    most: yearMs,
    ...owner,
  },
  rebalanceIntervalMs: {
    summary: "How long after one announcement of new weights the next one is made.",
    unit: "ms",
    default: BigInt(rebalanceMonths) * monthMs,
    least: 1_000n,
    most: 10n * yearMs,
    ...owner,
  },
  noticeMs: {
    summary: "How long new weights are public before they take effect.",
    unit: "ms",
    default: 7n * dayMs,
    least: 0n,
    most: yearMs,
    ...owner,
  },
  executionWindowMs: {
    summary: "How long execution may be put off until every price is sound and the metals can follow; then it lapses.",
    unit: "ms",
    default: 7n * dayMs,
    least: minuteMs,
    most: yearMs,
    ...owner,
  },
  decayPpm: {
    summary: "What an interval's weight in the covariance is of the next newer one's.",
    unit: "millionths",
    default: covariance.decayPpm,
    least: 500_000n,
    most: 1_000_000n,
    ...owner,
  },
  shrinkagePpm: {
    summary: "How far the covariance is drawn towards one with a constant correlation.",
    unit: "millionths",
    default: covariance.shrinkagePpm,
    least: 0n,
    most: 1_000_000n,
    ...owner,
  },
  observationsLeast: {
    summary: "The least returns that each component needs.",
    unit: "returns",
    default: BigInt(covariance.periodsLeast),
    least: 2n,
    most: 256n,
    ...owner,
  },
  observationsMost: {
    summary: "How many of the newest intervals count.",
    unit: "returns",
    default: BigInt(covariance.periodsMost),
    least: 2n,
    most: 256n,
    ...owner,
  },
});
