// How the standard rules were chosen: candidates on prices from 1990 to 2014 alone, over six baskets.
import { type WeightRules, weightDefaults } from "#src/weighting/defaults.ts";
import { play } from "./history.ts";
import { type PriceTable, panelOf } from "./prices.ts";
import { annualVolatility, logReturns } from "./statistics.ts";
import { type Weigher, weighByInverseVolatility, weighByRule, weighEqually } from "./weighers.ts";

/** Nothing after this month is looked at. */
export const selectionPeriod = { from: "1990-01", to: "2014-12" } as const;

const baskets = [
  "SILVER,COPPER,NICKEL,TIN,NGAS_EUR,COAL_AUS",
  "COPPER,ALUMINUM,SILVER,NGAS_US",
  "SILVER,COPPER,COAL_AUS,NGAS_EUR",
  "COPPER,ALUMINUM,NICKEL,TIN,ZINC,LEAD",
  "SILVER,PLATINUM,TIN,CRUDE_BRENT,NGAS_JP,COAL_AUS",
  "COPPER,ALUMINUM,NICKEL,TIN,ZINC,LEAD,SILVER,PLATINUM,COAL_AUS,NGAS_EUR,NGAS_US,CRUDE_BRENT",
].map((list) => list.split(","));

const { covariance } = weightDefaults;
const everyMonth = { stepMostPpm: 33_000n, turnoverMostPpm: 53_000n };
const halfYearly = { stepMostPpm: 200_000n, turnoverMostPpm: 320_000n };

/** One thing changed at a time; the first is the choice itself. */
const candidates: Readonly<Record<string, Partial<WeightRules>>> = {
  chosen: {},
  "every month": { rebalanceMonths: 1, ...everyMonth },
  "every half year": { rebalanceMonths: 6, ...halfYearly },
  "every year": { rebalanceMonths: 12, stepMostPpm: 400_000n, turnoverMostPpm: 640_000n },
  "spot instead of average": { averageMonths: 1 },
  "decay 0.97": { covariance: { ...covariance, decayPpm: 970_000n } },
  "decay 0.995": { covariance: { ...covariance, decayPpm: 995_000n } },
  "window 60": { covariance: { ...covariance, periodsMost: 60 } },
  "window 240": { covariance: { ...covariance, periodsMost: 240 } },
  "shrinkage 0.25": { covariance: { ...covariance, shrinkagePpm: 250_000n } },
  "shrinkage 0.75": { covariance: { ...covariance, shrinkagePpm: 750_000n } },
  "risk 100": { riskAversionPpm: 100_000_000n },
  "risk 1,000": { riskAversionPpm: 1_000_000_000n },
  "no cost of turnover": { turnoverCostPpm: 0n },
  "twice the cost": { turnoverCostPpm: 1_000_000n },
  "half the turnover": { turnoverMostPpm: 80_000n },
  "twice the turnover": { turnoverMostPpm: 320_000n, stepMostPpm: 200_000n },
  "most 0.4": { mostPpm: 400_000n },
  "most 0.7": { mostPpm: 700_000n },
};

export interface Candidate {
  readonly name: string;
  /** Means over the baskets of the volatility over the other's, less one. */
  readonly againstEqual: number;
  readonly againstInverse: number;
  readonly largestTurnover: number;
}

export function candidatesOn(table: PriceTable): Candidate[] {
  return Object.entries(candidates).map(([name, changed]) => {
    const rules: WeightRules = { ...weightDefaults, ...changed };
    const found = baskets.map((components) => {
      const panel = panelOf(table, components, selectionPeriod.from, selectionPeriod.to);
      const of = (weigh: Weigher) => {
        const months = play(panel, weigh, rules);
        const volatility = annualVolatility(logReturns(months.map(({ valueNano }) => Number(valueNano))));
        const turnover = months.reduce((sum, month) => sum + month.turnover, 0) / ((months.length - 1) / 12);
        return { volatility, turnover };
      };
      const kedge = of(weighByRule(rules));
      return {
        againstEqual: kedge.volatility / of(weighEqually).volatility - 1,
        againstInverse: kedge.volatility / of(weighByInverseVolatility(rules)).volatility - 1,
        turnover: kedge.turnover,
      };
    });
    const meanOf = (key: "againstEqual" | "againstInverse") =>
      found.reduce((sum, each) => sum + each[key], 0) / found.length;
    return {
      name,
      againstEqual: meanOf("againstEqual"),
      againstInverse: meanOf("againstInverse"),
      largestTurnover: Math.max(...found.map(({ turnover }) => turnover)),
    };
  });
}

export function candidateLines(found: readonly Candidate[]): string[] {
  const percent = (share: number) => `${(share * 100).toFixed(1)} %`.padStart(9);
  return [
    `${"rules".padEnd(26)}  vs equal  vs inverse  most turnover`,
    ...found.map(
      ({ name, againstEqual, againstInverse, largestTurnover }) =>
        `${name.padEnd(26)} ${percent(againstEqual)}   ${percent(againstInverse)}      ${percent(largestTurnover)}`,
    ),
  ];
}
