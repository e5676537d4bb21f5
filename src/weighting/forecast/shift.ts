// How far a forecast shifts a component's target: the sum of the leaves that its features lead to, within a band.
import { maximum, minimum } from "#src/core/arithmetic.ts";
import { sumOf, wholePpm } from "../vectors.ts";
import { type Features, featureNames } from "./features.ts";
import type { ForecastModel, ForecastTree } from "./model.ts";

/**
 * In: a model, what is known, and the band. Out: the sum of one leaf of each tree, in millionths of the target, between
 * -band and +band. Exact: nothing is divided. A band below nothing is none, and one above the whole is the whole, as more
 * would turn a target negative. Where no feature is known the shift is 0: nothing is gained by saying nothing.
 */
export function shiftOf({ trees }: ForecastModel, features: Features, bandPpm: bigint): bigint {
  if (featureNames.every((name) => features[name] === undefined)) return 0n;
  const most = maximum(0n, minimum(bandPpm, wholePpm));
  const sum = sumOf(trees, (tree) => leafOf(tree, features));
  return maximum(-most, minimum(most, sum));
}

/** Each step leads to a later place, so there are no more steps than splits. A leaf that is not there counts for nothing. */
function leafOf({ splits, leavesPpm }: ForecastTree, features: Features): bigint {
  let place = 0;
  for (let split = splits[0]; split !== undefined; split = splits[place]) {
    const value = features[split.feature];
    const isUpper = value === undefined ? split.isMissingUpper : value > split.mostPpm;
    place = 2 * place + (isUpper ? 2 : 1);
  }
  return leavesPpm[place - splits.length] ?? 0n;
}
