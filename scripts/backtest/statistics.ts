// Figures of a series of levels: volatility, drawdown, and bootstrap intervals of a difference between two of them.
import { createDraw } from "#scripts/draw.ts";

/** Natural logarithms of the ratio of each level to the one before. */
export function logReturns(levels: readonly number[]): number[] {
  return levels.slice(1).map((level, at) => Math.log(level / (levels[at] ?? level)));
}

/** The standard deviation of monthly log returns (one degree of freedom lost to their mean) times the root of twelve. */
export function annualVolatility(returns: readonly number[]): number {
  if (returns.length < 2) return 0;
  const mean = returns.reduce((sum, each) => sum + each, 0) / returns.length;
  const squares = returns.reduce((sum, each) => sum + (each - mean) ** 2, 0);
  return Math.sqrt((squares / (returns.length - 1)) * 12);
}

/** How far each level lies below the highest so far: 0 at a peak, 0.5 at half of it. */
export function drawdowns(levels: readonly number[]): number[] {
  let peak = 0;
  return levels.map((level) => {
    peak = Math.max(peak, level);
    return 1 - level / peak;
  });
}

export interface Interval {
  readonly difference: number;
  readonly low: number;
  readonly high: number;
}

const blockMonths = 6;
const draws = 2_000;
const seed = 20_141_231;

/** The mean log return of a month times twelve. */
export function annualReturn(returns: readonly number[]): number {
  return 12 * meanOf(returns);
}

/** How deep a series of log returns falls below its highest level. */
export function worstDrawdown(returns: readonly number[]): number {
  let level = 1;
  return Math.max(...drawdowns([level, ...returns.map((each) => (level *= Math.exp(each)))]));
}

export function meanOf(values: readonly number[]): number {
  return values.length === 0 ? 0 : values.reduce((sum, each) => sum + each, 0) / values.length;
}

/**
 * What holds 95 of 100 draws of the moving-block bootstrap (Künsch, 1989): blocks of six months out of so many, from a
 * fixed seed, each draw measured by the rows that it took.
 */
export function bootstrapInterval(count: number, measure: (rows: readonly number[]) => number) {
  const draw = createDraw(seed);
  const block = Math.min(blockMonths, count);
  const found = Array.from({ length: draws }, () => {
    const rows: number[] = [];
    while (rows.length < count) {
      const start = draw(count - block + 1);
      for (let step = 0; step < block && rows.length < count; step += 1) rows.push(start + step);
    }
    return measure(rows);
  }).sort((left, right) => left - right);
  return { low: found[Math.floor(draws * 0.025)] ?? 0, high: found[Math.floor(draws * 0.975)] ?? 0 };
}

/** A measure, volatility unless another is given, of the first less that of the second: the same months for both. */
export function bootstrapDifference(
  first: readonly number[],
  second: readonly number[],
  measure: (series: readonly number[]) => number = annualVolatility,
): Interval {
  const drawn = (series: readonly number[], rows: readonly number[]) => measure(rows.map((row) => series[row] ?? 0));
  return {
    difference: measure(first) - measure(second),
    ...bootstrapInterval(first.length, (rows) => drawn(first, rows) - drawn(second, rows)),
  };
}
