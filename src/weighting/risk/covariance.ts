// The covariance of returns: exponentially weighted, missing returns skipped, shrunk towards a constant correlation.
import { divideUp, squareRootDown } from "#src/core/arithmetic.ts";
import { assert } from "#src/core/assert.ts";
import { entryAt, type Matrix, sumOf, wholePpm } from "../vectors.ts";

/** Parts of one ppm² in which entries are computed before the last rounding. */
const fine = 10n ** 9n;
/** Parts of one in which a correlation is given. */
const correlationWhole = 10n ** 12n;
/** Roots of weights are exact to one part in this, so that what they lose stays below one of the fine parts. */
const rootScale = 10n ** 24n;
/** The weight of the newest period; older ones have whole-numbered parts of it. */
const newestWeight = 10n ** 12n;

export interface CovarianceRules {
  /** What a period's weight is of the next newer one's; 1,000,000 weighs all alike. */
  readonly decayPpm: bigint;
  /** How far the result lies from the sample, on the way to the constant-correlation target. */
  readonly shrinkagePpm: bigint;
  /** The least returns that each component needs. */
  readonly periodsLeast: number;
  /** How many of the newest periods count. */
  readonly periodsMost: number;
}

/**
 * In: a row of returns for each component, all equally long, newest last, undefined where a feed was missing. Out: entries
 * in ppm² per period; undefined where a component has fewer than `periodsLeast` returns.
 *
 * Weights a_k = a_(k-1) x decay, rounded down, from 10^12 for the newest (RiskMetrics, 1996, with means of zero).
 * Sample s_ij = sum over common periods of a x_i x_j / sqrt(A_i A_j), A_i the sum of a over the periods that i has. Where
 * nothing is missing this is the weighted mean. A missing return pulls a covariance towards zero: it is that of the common
 * periods times A_ij / sqrt(A_i A_j), between 0 and 1; a variance is that of the component's own periods.
 * Target: the same variances, and the mean of all correlations for each pair (Ledoit and Wolf, 2004).
 *
 * Always positive semidefinite: s = D X' a X D with zeros for missing returns is, so its mean correlation is at least
 * -1 / (n - 1), so the target is, and so is the mean of both. Rounding moves an entry by less than 1 ppm²; the diagonal is
 * rounded up and n ppm² larger, which outweighs that in each row (Gershgorin).
 */
export function covarianceOf(
  returnsPpm: readonly (readonly (bigint | undefined)[])[],
  { decayPpm, shrinkagePpm, periodsLeast, periodsMost }: CovarianceRules,
): Matrix | undefined {
  assert(decayPpm > 0n && decayPpm <= wholePpm, "a decay is above nothing and at most one");
  assert(shrinkagePpm >= 0n && shrinkagePpm <= wholePpm, "a shrinkage is a part of one");
  assert(periodsLeast >= 1 && periodsMost >= periodsLeast, "the least periods are within the most");
  const length = returnsPpm[0]?.length ?? 0;
  for (const row of returnsPpm) assert(row.length === length, "rows of returns are equally long");
  const rows = returnsPpm.map((row) => row.slice(-periodsMost).reverse());
  const weights = decaying(decayPpm, Math.min(length, periodsMost));
  if (rows.some((row) => row.filter((each) => each !== undefined).length < periodsLeast)) return undefined;
  const own = rows.map((row) => sumOf(weights, (weight, at) => (row[at] === undefined ? 0n : weight)));
  if (own.some((each) => each === 0n)) return undefined;
  const sample = rows.map((row, one) =>
    rows.map((other, two) => {
      const products = sumOf(weights, (weight, at) => weight * (row[at] ?? 0n) * (other[at] ?? 0n));
      const root = squareRootDown(entryAt(own, one) * entryAt(own, two) * rootScale * rootScale);
      return (products * fine * rootScale) / root;
    }),
  );
  return settled(shrunk(sample, shrinkagePpm));
}

function decaying(decayPpm: bigint, periods: number): bigint[] {
  const weights: bigint[] = [];
  let weight = newestWeight;
  for (let period = 0; period < periods; period += 1) {
    weights.push(weight);
    weight = (weight * decayPpm) / wholePpm;
  }
  return weights;
}

/** Entries in parts of 10^-9 ppm²; a component that never moved has no correlation. */
function shrunk(sample: Matrix, shrinkagePpm: bigint): Matrix {
  const variances = sample.map((row, at) => entryAt(row, at));
  const deviations = (one: number, two: number) => squareRootDown(entryAt(variances, one) * entryAt(variances, two));
  const moving = variances.flatMap((variance, at) => (variance > 0n ? [at] : []));
  const pairs = moving.flatMap((one, at) => moving.slice(at + 1).map((two): [number, number] => [one, two]));
  const total = sumOf(
    pairs,
    ([one, two]) => (entryAt(entryAt(sample, one), two) * correlationWhole) / deviations(one, two),
  );
  // The bound that a mean correlation keeps exactly, kept against the rounding of its parts as well.
  const least = moving.length > 1 ? -(correlationWhole / BigInt(moving.length - 1)) : 0n;
  const mean = pairs.length === 0 ? 0n : total / BigInt(pairs.length);
  const correlation = mean < least ? least : mean > correlationWhole ? correlationWhole : mean;
  return sample.map((row, one) =>
    row.map((entry, two) => {
      if (one === two) return entry;
      const target = (correlation * deviations(one, two)) / correlationWhole;
      return ((wholePpm - shrinkagePpm) * entry + shrinkagePpm * target) / wholePpm;
    }),
  );
}

/** Whole ppm²: off the diagonal towards zero, on it upwards and n more. */
function settled(matrix: Matrix): Matrix {
  return matrix.map((row, one) =>
    row.map((entry, two) => (one === two ? divideUp(entry, fine) + BigInt(matrix.length) : entry / fine)),
  );
}
