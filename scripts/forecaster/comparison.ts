// The backtest with targets that a forecast shifts, beside the same rules without it.
import { splitByLargestRemainder } from "#src/core/arithmetic.ts";
import { weightDefaults } from "#src/weighting/defaults.ts";
import { featuresOf } from "#src/weighting/forecast/features.ts";
import type { ForecastModel } from "#src/weighting/forecast/model.ts";
import { shiftOf } from "#src/weighting/forecast/shift.ts";
import { targetsOf } from "#src/weighting/scarcity/targets.ts";
import { play } from "../backtest/history.ts";
import type { Panel } from "../backtest/prices.ts";
import {
  annualReturn,
  annualVolatility,
  bootstrapDifference,
  type Interval,
  logReturns,
  meanOf,
  worstDrawdown,
} from "../backtest/statistics.ts";
import { type Targets, type Weigher, weighByRule, weighEqually, wholePpm } from "../backtest/weighers.ts";

/** Which model stands in a month, by its row of the table. */
export type ModelAt = (month: number) => ForecastModel;

/** Equal weights, each shifted by what its own prices up to the month before say. */
export function shiftedTargets(modelAt: ModelAt, bandPpm: bigint): Targets {
  return ({ components, before }) => {
    const equal = splitByLargestRemainder(wholePpm, new Array<bigint>(components.length).fill(1n));
    const tilted = before.map((prices, at) => ({
      basePpm: equal[at] ?? 0n,
      criticalityPpm: 0n,
      strategicDemandPpm: 0n,
      storabilityPpm: wholePpm,
      shiftPpm: shiftOf(modelAt(prices.length), featuresOf(prices), bandPpm),
    }));
    return targetsOf(tilted, { criticalityTiltPpm: 0n, demandTiltPpm: 0n });
  };
}

interface Series {
  readonly returns: readonly number[];
  readonly turnover: readonly number[];
}

export interface Figures {
  readonly annualVolatility: number;
  readonly worstDrawdown: number;
  /** One-sided, as in the backtest. */
  readonly annualTurnover: number;
  /** Of R in the prices' currency: mean log return. */
  readonly annualReturn: number;
}

export interface Comparison {
  readonly plain: Figures;
  readonly withForecast: Figures;
  /** With the forecast less without it. */
  readonly differences: Readonly<Record<keyof Figures, Interval>>;
}

function seriesOf(panel: Panel, weigh: Weigher): Series {
  const months = play(panel, weigh, weightDefaults);
  return {
    returns: logReturns(months.map(({ valueNano }) => Number(valueNano))),
    turnover: months.slice(1).map(({ turnover }) => turnover),
  };
}

const overYear = (series: readonly number[]) => 12 * meanOf(series);

function figuresOf({ returns, turnover }: Series): Figures {
  return {
    annualVolatility: annualVolatility(returns),
    worstDrawdown: worstDrawdown(returns),
    annualTurnover: overYear(turnover),
    annualReturn: annualReturn(returns),
  };
}

function compared(plain: Series, shifted: Series): Comparison {
  const of = (measure: (series: readonly number[]) => number) =>
    bootstrapDifference(shifted.returns, plain.returns, measure);
  return {
    plain: figuresOf(plain),
    withForecast: figuresOf(shifted),
    differences: {
      annualVolatility: of(annualVolatility),
      worstDrawdown: of(worstDrawdown),
      annualTurnover: bootstrapDifference(shifted.turnover, plain.turnover, overYear),
      annualReturn: of(annualReturn),
    },
  };
}

/**
 * `kedge` is the optimiser, in which risk decides and the target settles the rest. `equalWeights` holds the targets
 * themselves, so that a forecast shows in full.
 */
export function comparisonOf(panel: Panel, modelAt: ModelAt, bandPpm: bigint) {
  const targets = shiftedTargets(modelAt, bandPpm);
  return {
    from: panel.months[panel.first] ?? "",
    to: panel.months.at(-1) ?? "",
    kedge: compared(
      seriesOf(panel, weighByRule(weightDefaults)),
      seriesOf(panel, weighByRule(weightDefaults, targets)),
    ),
    equalWeights: compared(seriesOf(panel, weighEqually), seriesOf(panel, targets)),
  };
}
