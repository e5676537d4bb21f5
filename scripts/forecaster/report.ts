// What a run says: sentences for people, the same as JSON, and whether the forecast earned its place.
import type { Interval } from "../backtest/statistics.ts";
import type { Figures } from "./comparison.ts";
import type { Measured, Ranking } from "./measures.ts";
import type { Backtests, ForecastRun } from "./run.ts";
import { modelHashOf, type Origin } from "./wholeModel.ts";

type Effect = "better" | "worse" | "chance";

/** Whether a difference lies outside chance, and which way; more return is better, more of the rest is worse. */
function effectOf(name: keyof Figures, { low, high }: Interval): Effect {
  if (low <= 0 && high >= 0) return "chance";
  return low > 0 === (name === "annualReturn") ? "better" : "worse";
}

/**
 * It earned its place if, after training, it ranks better than chance, and of volatility, drawdown, turnover and return of the
 * rule one is better outside chance and none is worse.
 */
export function hasEarnedItsPlace({ after }: ForecastRun): boolean {
  const { differences } = after.backtest.kedge;
  const effects = Object.entries(differences).map(([name, each]) => effectOf(name as keyof Figures, each));
  return after.ranking.informationCoefficient.low > 0 && effects.includes("better") && !effects.includes("worse");
}

const percent = (share: number) => `${(share * 100).toFixed(2)} %`;
const signed = (share: number) => `${share < 0 ? "" : "+"}${(share * 100).toFixed(3)}`;

function rankingText({ months, informationCoefficient, hitRate }: Ranking): string {
  const coefficient = ({ value, low, high }: Measured) =>
    `${value.toFixed(3)} (${low.toFixed(3)} to ${high.toFixed(3)})`;
  const { value, low, high } = hitRate;
  return `rank correlation ${coefficient(informationCoefficient)}, signs right ${percent(value)} (${percent(low)} to ${percent(high)}), ${months} months`;
}

const labels = {
  annualVolatility: "volatility",
  worstDrawdown: "drawdown",
  annualTurnover: "turnover",
  annualReturn: "return of R",
} as const;

function backtestLines(backtest: Backtests): string[] {
  return (["kedge", "equalWeights"] as const).flatMap((name) => {
    const { plain, withForecast, differences } = backtest[name];
    return Object.entries(labels).map(([key, label]) => {
      const figure = key as keyof Figures;
      const { difference, low, high } = differences[figure];
      const effect = effectOf(figure, differences[figure]);
      const said = effect === "chance" ? "may be chance" : effect;
      return `  ${name}, ${label}: ${percent(plain[figure])} without, ${percent(withForecast[figure])} with; ${signed(difference)} points (${signed(low)} to ${signed(high)}), ${said}`;
    });
  });
}

export function sentencesOf(run: ForecastRun, origin: Origin): string[] {
  const { model, rows, roundingLoss, fitted, before, after } = run;
  return [
    `Model ${modelHashOf(model)}: ${model.trees.length} trees, ${rows} rows to ${origin.trainedTo}, seed ${origin.seed}.`,
    `Rounding to whole numbers moves a shift by at most ${roundingLoss.largestPpm.toFixed(1)} ppm; rank correlation with floating point ${roundingLoss.rankCorrelation.toFixed(6)}.`,
    `On what it learnt from (flattered): ${rankingText(fitted)}.`,
    `Up to ${before.backtest.to}, by models that had seen only what was over before: ${rankingText(before.ranking)}.`,
    `  The return of twelve months alone: ${rankingText(before.byReturn12)}.`,
    `Backtest ${before.backtest.from} to ${before.backtest.to}:`,
    ...backtestLines(before.backtest),
    `After ${origin.trainedTo}, unseen: ${rankingText(after.ranking)}.`,
    `  The return of twelve months alone: ${rankingText(after.byReturn12)}.`,
    `Backtest ${after.backtest.from} to ${after.backtest.to}:`,
    ...backtestLines(after.backtest),
    hasEarnedItsPlace(run)
      ? "After training it ranks better than chance and betters the rule without harm. It stays off until governance adopts it."
      : "It has not earned its place: after training it does not both rank better than chance and better the rule without harm. It stays off.",
  ];
}

/** Figures have twelve decimals: below that, machines may round differently. */
function rounded(_: string, value: unknown): unknown {
  return typeof value === "number" ? Number(value.toFixed(12)) : value;
}

export function jsonOf(run: ForecastRun, origin: Origin, bandPpm: bigint): string {
  const { model, ...figures } = run;
  const whole = {
    ...origin,
    bandPpm: Number(bandPpm),
    modelHash: modelHashOf(model),
    ...figures,
    hasEarnedItsPlace: hasEarnedItsPlace(run),
    sentences: sentencesOf(run, origin),
  };
  return `${JSON.stringify(whole, rounded, 2)}\n`;
}
