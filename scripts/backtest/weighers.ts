// How each strategy weighs the components: from prices up to the month before the one at whose price it trades.
import { splitByLargestRemainder, squareRootDown } from "#src/core/arithmetic.ts";
import type { WeightRules } from "#src/weighting/defaults.ts";
import { covarianceOf } from "#src/weighting/risk/covariance.ts";
import { returnsOf } from "#src/weighting/risk/returns.ts";
import { optimise } from "#src/weighting/solver/optimise.ts";

export const wholePpm = 1_000_000n;

export interface Known {
  readonly components: readonly string[];
  /** Prices of each component before the month of the trade; nothing of that month itself. */
  readonly before: readonly (readonly (bigint | undefined)[])[];
  /** What each weighs now at average prices; absent when the basket is first bought. */
  readonly currentPpm: readonly bigint[] | undefined;
}

/** Weights in millionths, in the order of the components; undefined leaves the quantities alone. */
export type Weigher = (known: Known) => readonly bigint[] | undefined;

function equalPpm(count: number): bigint[] {
  return splitByLargestRemainder(wholePpm, new Array<bigint>(count).fill(1n));
}

/** What the optimiser draws the weights towards. */
export type Targets = (known: Known) => readonly bigint[];

export const weighEqually: Targets = ({ components }) => equalPpm(components.length);

/** Bought once at equal weights, and left alone. */
export const weighOnce: Weigher = ({ components, currentPpm }) =>
  currentPpm === undefined ? equalPpm(components.length) : undefined;

function riskOf({ components, before }: Known, { covariance }: WeightRules) {
  const found = covarianceOf(before.map(returnsOf), covariance);
  if (found === undefined)
    throw new Error(`${components.join(", ")}: fewer than ${covariance.periodsLeast} returns before the first month`);
  return found;
}

/** In inverse proportion to the volatility that the same rules of covariance find. */
export function weighByInverseVolatility(rules: WeightRules): Weigher {
  return (known) => {
    const inverses = riskOf(known, rules).map((row, at) => 10n ** 15n / (squareRootDown(row[at] ?? 0n) + 1n));
    return splitByLargestRemainder(wholePpm, inverses);
  };
}

/** The optimiser of the module; without indicators of scarcity the target is equal weights, unless another is given. */
export function weighByRule(rules: WeightRules, targetsFor: Targets = weighEqually): Weigher {
  return (known) => {
    const { components, currentPpm } = known;
    const count = components.length;
    const targets = targetsFor(known);
    const isFirst = currentPpm === undefined;
    const solved = optimise({
      components: components.map((symbol, at) => ({
        symbol,
        currentPpm: (currentPpm ?? targets)[at] ?? 0n,
        targetPpm: targets[at] ?? 0n,
        leastPpm: smaller(rules.leastPpm, wholePpm / BigInt(2 * count)),
        mostPpm: mostOf(count, rules),
        elasticityPpm: wholePpm,
      })),
      groups: [],
      covariance: riskOf(known, rules),
      riskAversionPpm: rules.riskAversionPpm,
      turnoverCostPpm: isFirst ? 0n : rules.turnoverCostPpm,
      // The first purchase is no change of weights: every strategy starts where it wants to be.
      stepMostPpm: isFirst ? wholePpm : rules.stepMostPpm,
      turnoverMostPpm: isFirst ? 2n * wholePpm : rules.turnoverMostPpm,
    });
    if (!solved.isFeasible) throw new Error(`the limits cannot hold together: ${solved.binding.join(", ")}`);
    return solved.weightsPpm;
  };
}

/** A basket of one or two needs more room than one of many: half as much again as equal weights, at least. */
function mostOf(count: number, { mostPpm }: WeightRules): bigint {
  const roomPpm = smaller(wholePpm, (3n * wholePpm) / BigInt(2 * count));
  return mostPpm > roomPpm ? mostPpm : roomPpm;
}

function smaller(left: bigint, right: bigint): bigint {
  return left < right ? left : right;
}
