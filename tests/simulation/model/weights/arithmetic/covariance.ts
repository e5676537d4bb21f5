// The covariance of returns, shrunk towards the mean correlation, as the specification of the arithmetic of weights says.
import { ceiling, sum } from "../../arithmetic.ts";

const whole = 1_000_000n;
/** Entries are in parts of a thousand-millionth of a square millionth until the last step. */
const fineParts = 10n ** 9n;
const correlationParts = 10n ** 12n;

export interface Rules {
  readonly decayPpm: bigint;
  readonly shrinkagePpm: bigint;
  readonly periodsLeast: number;
  readonly periodsMost: number;
}

type Returns = readonly (bigint | undefined)[];

interface Seen {
  readonly weight: bigint;
  readonly returns: readonly (bigint | undefined)[];
}

export function covariance(returnsPpm: readonly Returns[], rules: Rules): bigint[][] | undefined {
  const numbers = [...returnsPpm.keys()];
  const periods = periodsSeen(returnsPpm, rules);
  const own = numbers.map((one) => periods.filter(({ returns }) => returns[one] !== undefined));
  const totals = own.map((seen) => sum(seen.map(({ weight }) => weight)));
  if (own.some((seen) => seen.length < rules.periodsLeast) || totals.some((total) => total === 0n)) return undefined;

  const sample = (one: number, two: number): bigint => {
    const products = periods.map(({ weight, returns }) => weight * (returns[one] ?? 0n) * (returns[two] ?? 0n));
    return overRoot(sum(products) * fineParts, (totals[one] ?? 0n) * (totals[two] ?? 0n));
  };
  const entries = numbers.map((one) => numbers.map((two) => sample(one, two)));
  const variances = numbers.map((one) => entries[one]?.[one] ?? 0n);
  const scale = (one: number, two: number) => rootDown((variances[one] ?? 0n) * (variances[two] ?? 0n));
  const mean = meanCorrelation(entries, scale);
  return numbers.map((one) =>
    numbers.map((two) => {
      const entry = entries[one]?.[two] ?? 0n;
      if (one === two) return ceiling(entry, fineParts) + BigInt(numbers.length);
      const target = (mean * scale(one, two)) / correlationParts;
      const shrunk = ((whole - rules.shrinkagePpm) * entry + rules.shrinkagePpm * target) / whole;
      return shrunk / fineParts;
    }),
  );
}

/** Each period that counts, with its weight and the returns of all components; the newest first. */
function periodsSeen(rows: readonly Returns[], { decayPpm, periodsMost }: Rules): Seen[] {
  const seen: Seen[] = [];
  let weight = 10n ** 12n;
  for (let at = (rows[0]?.length ?? 0) - 1; at >= 0 && seen.length < periodsMost; at -= 1) {
    seen.push({ weight, returns: rows.map((row) => row[at]) });
    weight = (weight * decayPpm) / whole;
  }
  return seen;
}

/** Of each pair of components that moved; it cannot be further below zero than so many may be against each other. */
function meanCorrelation(entries: readonly bigint[][], scale: (one: number, two: number) => bigint): bigint {
  const moved = [...entries.keys()].filter((at) => (entries[at]?.[at] ?? 0n) > 0n);
  if (moved.length < 2) return 0n;
  const correlations: bigint[] = [];
  for (const one of moved)
    for (const two of moved)
      if (one < two) correlations.push(((entries[one]?.[two] ?? 0n) * correlationParts) / scale(one, two));
  const mean = sum(correlations) / BigInt(correlations.length);
  const lowest = -(correlationParts / BigInt(moved.length - 1));
  if (mean < lowest) return lowest;
  return mean > correlationParts ? correlationParts : mean;
}

/** value / sqrt(square), towards zero, from the square of the quotient so that nothing is rounded before. */
function overRoot(value: bigint, square: bigint): bigint {
  const size = rootDown((value * value) / square);
  return value < 0n ? -size : size;
}

/** The largest whole number whose square is no more than the value, bit by bit. */
function rootDown(value: bigint): bigint {
  let root = 0n;
  for (let bit = 1n << BigInt(value.toString(2).length); bit > 0n; bit >>= 1n)
    if ((root + bit) ** 2n <= value) root += bit;
  return root;
}
