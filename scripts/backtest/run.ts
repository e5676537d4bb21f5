// One run: every strategy on the same prices and dates, with its figures.
import { type WeightRules, weightDefaults } from "#src/weighting/defaults.ts";
import { type Covered, coverageOf } from "./coverage.ts";
import { type Month, play, sharesPpm } from "./history.ts";
import { type Panel, type PriceTable, panelOf } from "./prices.ts";
import { annualVolatility, bootstrapDifference, drawdowns, type Interval, logReturns } from "./statistics.ts";
import { type Weigher, weighByInverseVolatility, weighByRule, weighEqually, weighOnce } from "./weighers.ts";

export interface Strategy {
  readonly annualVolatility: number;
  readonly worstDrawdown: number;
  /** One-sided: half of the worth that changed hands in a year, as a share of the value. */
  readonly annualTurnover: number;
  /** Of a reserve that started at the coverage of a mint; 1.15 is 115 %. */
  readonly worstCoverage: number;
  /** Volatility of kedge less this one's, with its bootstrap interval; absent for kedge itself. */
  readonly volatilityKedgeLess?: Interval;
}

export interface Played {
  readonly months: readonly Month[];
  readonly covered: readonly Covered[];
  readonly levels: readonly number[];
}

export interface Run {
  readonly from: string;
  readonly to: string;
  readonly components: readonly string[];
  readonly rebalances: number;
  /** The largest remainder in cash that a reweighting left, as a share of the value. */
  readonly largestRemainder: number;
  readonly strategies: Readonly<Record<string, Strategy>>;
  readonly played: ReadonlyMap<string, Played>;
  /** Of kedge, in each month. */
  readonly weights: readonly { readonly month: string; readonly ppm: readonly number[] }[];
}

export interface RunOptions {
  readonly components: readonly string[];
  readonly from: string;
  readonly to: string;
  readonly haircuts?: ReadonlyMap<string, bigint>;
  readonly rules?: WeightRules;
  /** A column that is no component, held alone for comparison. */
  readonly beside?: string;
}

export function runBacktest(table: PriceTable, options: RunOptions): Run {
  const { components, from, to, beside } = options;
  const rules = options.rules ?? weightDefaults;
  const haircuts = options.haircuts ?? new Map<string, bigint>();
  const panel = panelOf(table, components, from, to);
  const weighers: Readonly<Record<string, Weigher>> = {
    kedge: weighByRule(rules),
    equalWeights: weighEqually,
    fixedWeights: weighOnce,
    inverseVolatility: weighByInverseVolatility(rules),
  };
  const played = new Map<string, Played>();
  const add = (name: string, of: Panel, weigh: Weigher) => {
    const months = play(of, weigh, rules);
    const covered = coverageOf(months, { components: of.components, haircuts });
    played.set(name, { months, covered, levels: levelsOf(months) });
  };
  for (const [name, weigh] of Object.entries(weighers)) add(name, panel, weigh);
  const alone = beside === undefined || components.includes(beside) ? components : [...components, beside];
  for (const column of alone) add(column, panelOf(table, [column], from, to), weighOnce);
  const kedge = played.get("kedge") ?? { months: [], covered: [], levels: [] };
  const kedgeReturns = logReturns(kedge.levels);
  const strategies = [...played].map(([name, each]): [string, Strategy] => {
    const interval =
      name === "kedge" ? {} : { volatilityKedgeLess: bootstrapDifference(kedgeReturns, logReturns(each.levels)) };
    return [name, { ...figuresOf(each), ...interval }];
  });
  return {
    from,
    to,
    components,
    rebalances: kedge.months.filter(({ turnover }) => turnover > 0).length,
    largestRemainder: kedge.months.reduce(
      (most, { remainderNano, valueNano }) => Math.max(most, Number(remainderNano) / Number(valueNano)),
      0,
    ),
    strategies: Object.fromEntries(strategies),
    played,
    weights: kedge.months.map(({ month, quantities, pricesNano }) => ({
      month,
      ppm: sharesPpm(quantities, pricesNano).map(Number),
    })),
  };
}

/** The first is 100. */
function levelsOf(months: readonly Month[]): number[] {
  const firstNano = months[0]?.valueNano ?? 1n;
  return months.map(({ valueNano }) => Number((valueNano * 10n ** 15n) / firstNano) / 1e13);
}

function figuresOf({ months, covered, levels }: Played): Strategy {
  const years = (months.length - 1) / 12;
  return {
    annualVolatility: annualVolatility(logReturns(levels)),
    worstDrawdown: Math.max(...drawdowns(levels)),
    annualTurnover: months.reduce((sum, { turnover }) => sum + turnover, 0) / years,
    worstCoverage: Math.min(...covered.map(({ coverageBp }) => Number(coverageBp))) / 10_000,
  };
}
