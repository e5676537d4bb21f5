// What a forecast sees of a component: whole numbers out of its own trailing prices, and nothing else.
import { maximum, minimum, squareRootDown } from "#src/core/arithmetic.ts";
import { returnsOf } from "../risk/returns.ts";
import { sumOf, wholePpm } from "../vectors.ts";

/** At most sixteen, so that a model stays readable; a model names those that it asks for, so a later one breaks none. */
export const featureNames = ["return1", "return3", "return6", "return12", "volatility12", "place60"] as const;
export type FeatureName = (typeof featureNames)[number];

/** In millionths; undefined where the prices do not tell. */
export type Features = Readonly<Record<FeatureName, bigint | undefined>>;

/** No feature is further from zero: a tenfold return says no more than a rise of ten. */
export const featureMostPpm = 10_000_000n;

const nothingSeen: Features = {
  return1: undefined,
  return3: undefined,
  return6: undefined,
  return12: undefined,
  volatility12: undefined,
  place60: undefined,
};

const volatilityReturns = 12;
const placePrices = 60;

/**
 * In: prices, newest last, undefined where the feed had none; a price of nothing or less counts as none. With p(k) the
 * price k periods before the newest, all in millionths and clamped to ten wholes either way:
 * - `return1`, `return3`, `return6`, `return12`: (p(0) - p(k)) x 1,000,000 / p(k), rounded towards zero;
 * - `volatility12`: the root of the mean square of the last 12 returns over one period, those rounded as `returnsOf` does,
 *   the mean and the root rounded down; missing with fewer than 6 of them;
 * - `place60`: (p(0) - least) x 1,000,000 / (most - least) over the last 60 prices, rounded down: 0 at the least and
 *   1,000,000 at the most; missing with fewer than 30 of them, or where they are all the same.
 * A feature is missing where a price that it names is, and all are without the newest price. Nothing throws, and older
 * prices than these do not count.
 */
export function featuresOf(prices: readonly (bigint | undefined)[]): Features {
  const known = prices.slice(-placePrices).map((price) => (price !== undefined && price > 0n ? price : undefined));
  if (known.at(-1) === undefined) return nothingSeen;
  return {
    return1: returnOver(1, known),
    return3: returnOver(3, known),
    return6: returnOver(6, known),
    return12: returnOver(12, known),
    volatility12: volatilityOf(known),
    place60: placeOf(known),
  };
}

function returnOver(periods: number, prices: readonly (bigint | undefined)[]): bigint | undefined {
  const newest = prices.at(-1);
  const before = prices.at(-1 - periods);
  if (newest === undefined || before === undefined) return undefined;
  return clamped(((newest - before) * wholePpm) / before);
}

function volatilityOf(prices: readonly (bigint | undefined)[]): bigint | undefined {
  const returns = returnsOf(prices.slice(-1 - volatilityReturns)).filter((each) => each !== undefined);
  if (returns.length < volatilityReturns / 2) return undefined;
  return clamped(squareRootDown(sumOf(returns, (each) => each * each) / BigInt(returns.length)));
}

function placeOf(prices: readonly (bigint | undefined)[]): bigint | undefined {
  const newest = prices.at(-1);
  const known = prices.filter((price) => price !== undefined);
  if (newest === undefined || known.length < placePrices / 2) return undefined;
  const least = minimum(newest, ...known);
  const most = maximum(newest, ...known);
  return most === least ? undefined : ((newest - least) * wholePpm) / (most - least);
}

function clamped(ppm: bigint): bigint {
  return maximum(-featureMostPpm, minimum(featureMostPpm, ppm));
}
