// The standard rules of the weights: chosen on prices from 1990 to 2014 alone, by `npm run backtest -- --select`.

/**
 * Chosen on 2026-11-26 over the six baskets of `scripts/backtest/select.ts`, 1990-01 to 2014-12, before any figure of 2015
 * to 2019 was made with them; decision record 0045 gives the results of this choice and of its neighbours.
 */
export const weightDefaults = {
  /** Periods between two rebalances, in months. */
  rebalanceMonths: 3,
  /** Periods whose mean is the average price at which the weights hold, as the basket's 63 days are. */
  averageMonths: 3,
  covariance: { decayPpm: 985_000n, shrinkagePpm: 500_000n, periodsLeast: 24, periodsMost: 120 },
  /** Ten thousand to one: risk decides, and the target settles what risk leaves open. */
  riskAversionPpm: 10_000_000_000n,
  turnoverCostPpm: 500_000n,
  stepMostPpm: 100_000n,
  /** Both sides counted: at four rebalances a year at most 32 % a year change hands. */
  turnoverMostPpm: 160_000n,
  leastPpm: 20_000n,
  mostPpm: 500_000n,
} as const;

export interface WeightRules {
  readonly rebalanceMonths: number;
  readonly averageMonths: number;
  readonly covariance: {
    readonly decayPpm: bigint;
    readonly shrinkagePpm: bigint;
    readonly periodsLeast: number;
    readonly periodsMost: number;
  };
  readonly riskAversionPpm: bigint;
  readonly turnoverCostPpm: bigint;
  readonly stepMostPpm: bigint;
  readonly turnoverMostPpm: bigint;
  readonly leastPpm: bigint;
  readonly mostPpm: bigint;
}
