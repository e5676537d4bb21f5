// The optimiser against everything that is feasible, against shuffled input, and at its largest.
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { objectiveScale } from "#src/modules/basket/weighting/solver/objective.ts";
import { optimise } from "#src/modules/basket/weighting/solver/optimise.ts";
import type { Optimum, WeightProblem } from "#src/modules/basket/weighting/solver/problem.ts";
import { everyFeasible, objectiveAt, smallProblem, turnoverAt } from "#tests/support/weightProblems.ts";

/** The least objective among all feasible weights, and the weights; undefined where there are none. */
function triedOut(problem: WeightProblem) {
  return everyFeasible(problem).reduce<{ weights: bigint[]; objective: bigint } | undefined>((best, weights) => {
    const objective = objectiveAt(problem, weights);
    return best === undefined || objective < best.objective ? { weights, objective } : best;
  }, undefined);
}

function requireOptimum(problem: WeightProblem): Optimum {
  const solved = optimise(problem);
  if (!solved.isFeasible) throw new Error(`cannot hold together: ${solved.binding.join(", ")}`);
  return solved;
}

describe("against all feasible weights of small problems", () => {
  test("without risk nothing is better, by a single part", () => {
    let compared = 0;
    fc.assert(
      fc.property(smallProblem(false), (problem) => {
        const best = triedOut(problem);
        if (best === undefined) return;
        compared += 1;
        const { weightsPpm, relaxed } = requireOptimum(problem);
        expect(relaxed).toEqual([]);
        expect(objectiveAt(problem, weightsPpm)).toBe(best.objective);
      }),
      { numRuns: 4_000 },
    );
    expect(compared).toBeGreaterThan(2_000);
  });

  test("with risk nothing is better by more than the residual allows", () => {
    let compared = 0;
    fc.assert(
      fc.property(smallProblem(true), (problem) => {
        const best = triedOut(problem);
        if (best === undefined) return;
        compared += 1;
        const { weightsPpm, kktResidual } = requireOptimum(problem);
        const gap = objectiveAt(problem, weightsPpm) - best.objective;
        const apart = weightsPpm.reduce((sum, weight, at) => {
          const difference = weight - (best.weights[at] ?? 0n);
          return sum + (difference < 0n ? -difference : difference);
        }, 0n);
        expect(2n * gap <= kktResidual * apart * objectiveScale).toBe(true);
        expect(turnoverAt(problem, weightsPpm) <= problem.turnoverMostPpm).toBe(true);
      }),
      { numRuns: 4_000 },
    );
    expect(compared).toBeGreaterThan(2_000);
  });
});
