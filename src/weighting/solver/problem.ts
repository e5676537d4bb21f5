// What the optimiser is asked and what it answers; every weight is in millionths of the basket.
import { difference } from "#src/core/arithmetic.ts";
import { assert } from "#src/core/assert.ts";
import { entryAt, type Matrix, sumOf, type Vector, wholePpm } from "../vectors.ts";

/** Components of one problem: a search looks at each pair of them. */
export const problemComponentsMost = 32;
/** Groups of one problem: laminar groups of two or more components, each set capped once, are fewer than the components. */
export const problemGroupsMost = 32;
/** Elasticities from a thousandth to a thousandfold of the neutral one: beyond, a component is better left out or fixed. */
export const elasticityPpmLeast = 1_000n;
export const elasticityPpmMost = 1_000_000_000n;

export interface ComponentOfProblem {
  readonly symbol: string;
  /** Its weight now; these sum to 1,000,000. */
  readonly currentPpm: bigint;
  /** What scarcity and demand ask for. */
  readonly targetPpm: bigint;
  readonly leastPpm: bigint;
  readonly mostPpm: bigint;
  /** Above 0: larger moves more, 1,000,000 is neutral. */
  readonly elasticityPpm: bigint;
}

/** What several components may weigh together; symbols that are no components of the problem count for nothing. */
export interface GroupCap {
  readonly name: string;
  readonly symbols: readonly string[];
  readonly mostPpm: bigint;
}

export interface WeightProblem {
  /** 1 to 32, in any order: the result does not depend on it. */
  readonly components: readonly ComponentOfProblem[];
  /** Nested or disjoint. */
  readonly groups: readonly GroupCap[];
  /** In square millionths per period, in the order of `components`, symmetric and positive semidefinite. */
  readonly covariance: Matrix;
  /**
   * The weight of the variance of the basket's return, in ppm² per period, against the squared distance to the target, in
   * ppm²: 1,000,000 is one to one, 0 leaves risk out, and the problem is separable.
   */
  readonly riskAversionPpm: bigint;
  /** In ppm² for each ppm that a weight moves, both sides counted. */
  readonly turnoverCostPpm: bigint;
  /** The most that one weight moves. */
  readonly stepMostPpm: bigint;
  /** The most that sum |w - current| is: what leaves one component and enters another counts twice. */
  readonly turnoverMostPpm: bigint;
}

export interface Optimum {
  readonly isFeasible: true;
  /** In the order of the problem's components; they sum to 1,000,000. */
  readonly weightsPpm: Vector;
  /** In ppm², each rounded down. */
  readonly objective: { readonly risk: bigint; readonly distance: bigint; readonly turnover: bigint };
  /** In ppm² per ppm, rounded up: no feasible weights w* are better by more than this times sum |w - w*| / 2. */
  readonly kktResidual: bigint;
  readonly moves: number;
  /** The limits kept: those asked for, or as much more as feasibility needs. */
  readonly limits: { readonly stepMostPpm: bigint; readonly turnoverMostPpm: bigint };
  /** What was relaxed: "step", "step of AG", "turnover"; empty where nothing was. */
  readonly relaxed: readonly string[];
}

export interface Infeasible {
  readonly isFeasible: false;
  /** Boxes and groups that cannot hold together, none of which could be missed: "least of AG", "group metals". */
  readonly binding: readonly string[];
}

export type Solved = Optimum | Infeasible;

/** What the optimiser relies on: whoever makes a problem has checked its parameters. */
export function assertSound({ components, covariance, groups, ...limits }: WeightProblem): void {
  const count = components.length;
  assert(count >= 1 && count <= problemComponentsMost, "a problem has 1 to 32 components");
  assert(groups.length <= problemGroupsMost, "a problem has at most 32 groups");
  assert(new Set(components.map(({ symbol }) => symbol)).size === count, "each component is there once");
  assert(new Set(groups.map(({ name }) => name)).size === groups.length, "each group has a name of its own");
  assert(sumOf(components, ({ currentPpm }) => currentPpm) === wholePpm, "current weights make a whole");
  for (const { currentPpm, targetPpm, leastPpm, mostPpm, elasticityPpm } of components) {
    for (const weight of [currentPpm, targetPpm, leastPpm, mostPpm])
      assert(weight >= 0n && weight <= wholePpm, "a weight is a part of the whole");
    assert(elasticityPpm >= elasticityPpmLeast && elasticityPpm <= elasticityPpmMost, "an elasticity is in bounds");
  }
  for (const { mostPpm } of groups) assert(mostPpm >= 0n, "a cap is zero or more");
  for (const limit of [limits.riskAversionPpm, limits.turnoverCostPpm, limits.stepMostPpm, limits.turnoverMostPpm])
    assert(limit >= 0n, "aversion, cost and limits are zero or more");
  assert(covariance.length === count, "the covariance has a row for each component");
  covariance.forEach((row, at) => {
    assert(row.length === count, "the covariance has a column for each component");
    row.forEach((entry, other) => {
      assert(entry === covariance[other]?.[at], "the covariance is symmetric");
    });
  });
}

/** Sum |w - current|. */
export function turnoverOf(weights: Vector, current: Vector): bigint {
  return sumOf(weights, (weight, at) => difference(weight, entryAt(current, at)));
}
