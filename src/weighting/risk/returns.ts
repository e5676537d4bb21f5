// Simple returns of a row of prices, in millionths.
import { minimum } from "#src/core/arithmetic.ts";
import { assert } from "#src/core/assert.ts";
import { wholePpm } from "../vectors.ts";

/** A price that rose elevenfold within a period says no more than this: one wild price must not outweigh all others. */
export const returnPpmMost = 10n * wholePpm;

/**
 * In: prices, newest last, undefined where the feed had none. Out: one return fewer, (p1 - p0) x 1,000,000 / p0 rounded
 * towards zero, so a return is understated by less than one millionth, and at most `returnPpmMost`; undefined where either price is missing, since a
 * return over two periods is none of one. Relies on prices above zero: the oracle takes no others.
 */
export function returnsOf(prices: readonly (bigint | undefined)[]): (bigint | undefined)[] {
  for (const price of prices) assert(price === undefined || price > 0n, "a price is above nothing");
  return prices.slice(1).map((price, at) => {
    const before = prices[at];
    return price === undefined || before === undefined
      ? undefined
      : minimum(returnPpmMost, ((price - before) * wholePpm) / before);
  });
}
