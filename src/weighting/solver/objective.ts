// What the optimiser minimises, in exact whole numbers.
import { divideDown } from "#src/core/arithmetic.ts";
import { entryAt, type Matrix, quadraticForm, sumOf, type Vector, wholePpm } from "../vectors.ts";
import { turnoverOf, type WeightProblem } from "./problem.ts";

/** Parts of one ppm² in which the objective is exact: those of w' C w, for weights in ppm, and of the risk aversion. */
export const objectiveScale = wholePpm ** 3n;

/** The objective w' Q w - 2 b' w + cost x sum |w - current| + constant, in parts of 10^-18 ppm². */
export interface Objective {
  readonly quadratic: Matrix;
  readonly linear: Vector;
  readonly turnoverCost: bigint;
}

/**
 * In ppm²: risk = aversion x w' C w, w as parts of one and C the covariance in ppm² per period, which is the variance of the
 * basket's return; distance = sum of (w - target)² x stiffness, in ppm²; turnover = cost x sum |w - current|.
 * The stiffness is 1 / elasticity in millionths, rounded to the nearest: the only number that is rounded.
 */
export function objectiveOf({ components, covariance, riskAversionPpm, turnoverCostPpm }: WeightProblem): Objective {
  const stiffness = components.map(({ elasticityPpm }) => stiffnessPpm(elasticityPpm) * wholePpm * wholePpm);
  return {
    quadratic: covariance.map((row, one) =>
      row.map((entry, two) => riskAversionPpm * entry + (one === two ? entryAt(stiffness, one) : 0n)),
    ),
    linear: components.map(({ targetPpm }, at) => targetPpm * entryAt(stiffness, at)),
    turnoverCost: turnoverCostPpm * objectiveScale,
  };
}

/** The parts of the objective, each in parts of 10^-18 ppm². */
export function partsOf(problem: WeightProblem, weights: Vector) {
  const { components, covariance, riskAversionPpm, turnoverCostPpm } = problem;
  const current = components.map(({ currentPpm }) => currentPpm);
  return {
    risk: riskAversionPpm * quadraticForm(covariance, weights),
    distance: sumOf(components, ({ targetPpm, elasticityPpm }, at) => {
      const apart = entryAt(weights, at) - targetPpm;
      return apart * apart * stiffnessPpm(elasticityPpm) * wholePpm * wholePpm;
    }),
    turnover: turnoverCostPpm * turnoverOf(weights, current) * objectiveScale,
  };
}

function stiffnessPpm(elasticityPpm: bigint): bigint {
  return divideDown(2n * wholePpm * wholePpm + elasticityPpm, 2n * elasticityPpm);
}
