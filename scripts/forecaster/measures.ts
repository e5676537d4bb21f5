// How well scores rank what came after: rank correlation by month, hits of the sign, and their bootstrap intervals.
import { bootstrapInterval, meanOf } from "../backtest/statistics.ts";
import type { Row } from "./rows.ts";

/** Ranks from 0; equal values share the mean of their places. */
export function ranksOf(values: readonly number[]): number[] {
  const sorted = values.toSorted((left, right) => left - right);
  const first = new Map<number, number>();
  const counts = new Map<number, number>();
  sorted.forEach((value, at) => {
    if (!first.has(value)) first.set(value, at);
    counts.set(value, (counts.get(value) ?? 0) + 1);
  });
  return values.map((value) => (first.get(value) ?? 0) + ((counts.get(value) ?? 1) - 1) / 2);
}

/** Spearman's: the correlation of the ranks; 0 where one side is the same throughout. */
export function rankCorrelation(left: readonly number[], right: readonly number[]): number {
  const [one, two] = [centred(ranksOf(left)), centred(ranksOf(right))];
  const product = (first: readonly number[], second: readonly number[]) =>
    first.reduce((sum, each, at) => sum + each * (second[at] ?? 0), 0);
  const scale = Math.sqrt(product(one, one) * product(two, two));
  return scale === 0 ? 0 : product(one, two) / scale;
}

function centred(values: readonly number[]): number[] {
  const mean = meanOf(values);
  return values.map((value) => value - mean);
}

export interface Measured {
  readonly value: number;
  /** What holds 95 of 100 bootstrap draws. */
  readonly low: number;
  readonly high: number;
}

export interface Ranking {
  readonly months: number;
  /** The mean over the months of the rank correlation between scores and relative returns. */
  readonly informationCoefficient: Measured;
  /** Of the rows with a score and a return other than zero, the share whose signs agree. */
  readonly hitRate: Measured;
}

/** Months are drawn whole for the intervals, six in a row, since quarters that begin in neighbouring months overlap. */
export function rankingOf(rows: readonly Row[], scoreOf: (row: Row) => number): Ranking {
  const byMonth = new Map<number, Row[]>();
  for (const row of rows) byMonth.set(row.month, [...(byMonth.get(row.month) ?? []), row]);
  const months = [...byMonth.values()].map((of) => {
    const scores = of.map(scoreOf);
    const signs = of.map(({ relative }, at) => Math.sign(relative) * Math.sign(scores[at] ?? 0));
    return {
      correlation: rankCorrelation(
        scores,
        of.map(({ relative }) => relative),
      ),
      hits: signs.filter((sign) => sign > 0).length,
      counted: signs.filter((sign) => sign !== 0).length,
    };
  });
  const measured = (measure: (of: typeof months) => number): Measured => ({
    value: measure(months),
    ...bootstrapInterval(months.length, (drawn) => measure(drawn.flatMap((at) => months[at] ?? []))),
  });
  return {
    months: months.length,
    informationCoefficient: measured((of) => meanOf(of.map(({ correlation }) => correlation))),
    hitRate: measured((of) => {
      const counted = of.reduce((sum, each) => sum + each.counted, 0);
      return counted === 0 ? 0 : of.reduce((sum, { hits }) => sum + hits, 0) / counted;
    }),
  };
}
