// Whole-number arithmetic of the model's own; every quotient here is of numbers of zero or more.

export const floor = (numerator: bigint, denominator: bigint): bigint => numerator / denominator;

export const ceiling = (numerator: bigint, denominator: bigint): bigint =>
  numerator / denominator + (numerator % denominator === 0n ? 0n : 1n);

export const least = (...values: readonly bigint[]): bigint =>
  values.reduce((found, value) => (value < found ? value : found));

export const greatest = (...values: readonly bigint[]): bigint =>
  values.reduce((found, value) => (value > found ? value : found));

export const apart = (left: bigint, right: bigint): bigint => (left < right ? right - left : left - right);

export const sum = (values: Iterable<bigint>): bigint => {
  let total = 0n;
  for (const value of values) total += value;
  return total;
};

/** The least whole number whose square is no less than the value, found bit by bit. */
export function rootUp(value: bigint): bigint {
  let root = 0n;
  for (let bit = 1n << BigInt(value.toString(2).length); bit > 0n; bit >>= 1n) {
    if ((root | bit) ** 2n <= value) root |= bit;
  }
  return root * root === value ? root : root + 1n;
}

/** By bytes, as the ledger sorts; all texts here are ASCII. */
export const byText = (left: string, right: string): number => (left < right ? -1 : left > right ? 1 : 0);

/** A fraction, of zero when it is of nothing. */
export interface Share {
  readonly part: bigint;
  readonly total: bigint;
}

export const shareBp = ({ part, total }: Share): bigint => (total === 0n ? 0n : floor(part * 10_000n, total));
