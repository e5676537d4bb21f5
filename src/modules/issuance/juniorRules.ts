// Arithmetic of junior units: payments and cuts shrink all of them in proportion, without visiting their holders.
import { divideDown } from "#src/core/arithmetic.ts";
import { assert } from "#src/core/assert.ts";
import { limits } from "#src/core/limits.ts";

/** The factor at which a series begins; it falls as units are paid and cut. */
export const wholeFactor = 10n ** 27n;
/** Below this a series ends, so that a factor always has eighteen digits or more to be precise with. */
const leastFactor = 10n ** 18n;

/** `factor`: what is left of a unit since the series began; `paidSum`: what it was paid on the way; both scaled. */
export interface Series {
  readonly factor: bigint;
  readonly paidSum: bigint;
}

/** All units, and where their series stands. */
export interface UnitTotals extends Series {
  readonly units: bigint;
  readonly series: number;
}

/** One holder's units as of an earlier place in a series. */
export interface Holding extends UnitTotals {
  readonly owedMicroKdg: bigint;
}

export const newTotals: UnitTotals = { units: 0n, series: 0, factor: wholeFactor, paidSum: 0n };

/**
 * Retires units from all holders in proportion: `paid` of them for one micro-KDG each, `cut` for nothing. Factor and sum
 * round down, so that holdings never sum to more than the total, nor what is owed to more than was paid.
 */
export function retire(totals: UnitTotals, paid: bigint, cut: bigint): { totals: UnitTotals; ended?: Series } {
  assert(totals.units > 0n, "units can only be retired where there are some");
  assert(paid >= 0n && cut >= 0n && paid + cut <= totals.units, "no more units are retired than there are");
  const units = totals.units - paid - cut;
  const paidSum = totals.paidSum + divideDown(totals.factor * paid, totals.units);
  const factor = divideDown(totals.factor * units, totals.units);
  if (factor >= leastFactor) return { totals: { units, series: totals.series, factor, paidSum } };
  return {
    totals: { units, series: totals.series + 1, factor: wholeFactor, paidSum: 0n },
    ended: { factor, paidSum },
  };
}

/** A holding at the present place: fewer units, more owed; both rounded down, the fraction stays with nobody. */
export function broughtUp(holding: Holding, totals: UnitTotals, endedSeries: (series: number) => Series): Holding {
  let { units, series, owedMicroKdg } = holding;
  let from: Series = holding;
  for (let steps = 0; units > 0n; steps += 1) {
    assert(steps < limits.juniorSeriesStepsMax, "a holding outlives few series");
    const to: Series = series === totals.series ? totals : endedSeries(series);
    owedMicroKdg += divideDown(units * (to.paidSum - from.paidSum), from.factor);
    units = divideDown(units * to.factor, from.factor);
    if (series === totals.series) break;
    series += 1;
    from = { factor: wholeFactor, paidSum: 0n };
  }
  const { factor, paidSum } = totals;
  return { units, series: totals.series, factor, paidSum, owedMicroKdg };
}
