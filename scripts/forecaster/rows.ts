// What a forecaster learns from: for each month and component, features known then and the relative return that came after.
import { type FeatureName, type Features, featuresOf } from "#src/weighting/forecast/features.ts";
import type { PriceTable } from "../backtest/prices.ts";

/**
 * Between the newest price known and the first one traded at lies a month, as in the backtest. It also keeps out what
 * monthly means share with their neighbours (Working, 1960), which ranks well and cannot be traded on.
 */
const monthsBetween = 1;
/** A quarter: the time between two rebalances. */
const monthsAhead = 3;
/** Months after the newest price known until the return that is predicted is over. */
export const monthsNeeded = monthsBetween + monthsAhead;
/** A mean of fewer is no basket. */
const componentsLeast = 4;

export interface Row {
  /** The row of the table with the newest price known. */
  readonly month: number;
  readonly component: string;
  readonly features: Features;
  /** The return of the quarter after the trade, less the mean of all components of the month. */
  readonly relative: number;
}

/**
 * One row for each month and component whose quarter is over by the last month. A price that did not move for a year is an
 * administered one: it makes no row and counts in no mean.
 */
export function rowsOf(table: PriceTable, components: readonly string[], last: number): Row[] {
  const rows: Row[] = [];
  for (let month = 0; month + monthsNeeded <= last; month += 1) {
    const found = components.flatMap((component) => {
      const prices = table.columns.get(component) ?? [];
      const traded = prices[month + monthsBetween];
      const after = prices[month + monthsNeeded];
      const features = featuresOf(prices.slice(0, month + 1));
      if (traded === undefined || after === undefined || features.return1 === undefined) return [];
      if (features.volatility12 === 0n) return [];
      // Only the four operations from here on: they give the same bits on every machine.
      return [{ month, component, features, gain: Number(after) / Number(traded) - 1 }];
    });
    if (found.length < componentsLeast) continue;
    const mean = found.reduce((sum, { gain }) => sum + gain, 0) / found.length;
    rows.push(...found.map(({ gain, ...row }) => ({ ...row, relative: gain - mean })));
  }
  return rows;
}

/** What is over by a month, that month's price included: all that may be learnt from at its end. */
export function rowsOverBy(rows: readonly Row[], month: number): Row[] {
  return rows.filter((row) => row.month + monthsNeeded <= month);
}

export function featureNumber(features: Features, name: FeatureName): number | undefined {
  const value = features[name];
  return value === undefined ? undefined : Number(value);
}
