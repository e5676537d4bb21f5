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

/**
 * Volatility of the first less that of the second, with the interval that holds 95 of 100 draws of the moving-block
 * bootstrap (Künsch, 1989): blocks of six months, the same months for both, from a fixed seed.
 */
export function bootstrapDifference(first: readonly number[], second: readonly number[]): Interval {
  const count = first.length;
  const draw = createDraw(seed);
  const block = Math.min(blockMonths, count);
  const found = Array.from({ length: draws }, () => {
    const rows: number[] = [];
    while (rows.length < count) {
      const start = draw(count - block + 1);
      for (let step = 0; step < block && rows.length < count; step += 1) rows.push(start + step);
    }
    const drawn = (series: readonly number[]) => annualVolatility(rows.map((row) => series[row] ?? 0));
    return drawn(first) - drawn(second);
  }).sort((left, right) => left - right);
  return {
    difference: annualVolatility(first) - annualVolatility(second),
    low: found[Math.floor(draws * 0.025)] ?? 0,
    high: found[Math.floor(draws * 0.975)] ?? 0,
  };
}
