// The optimiser: weights of least risk, distance to the target and turnover, within boxes, caps and limits.
import { divideDown, divideUp } from "#src/core/arithmetic.ts";
import { compareText } from "#src/core/order.ts";
import { entryAt } from "../vectors.ts";
import { bestMove, curvatureOf } from "./exchanges.ts";
import { crossingGroups, groupTree } from "./groups.ts";
import { objectiveOf, objectiveScale, partsOf } from "./objective.ts";
import { assertSound, type Solved, type WeightProblem } from "./problem.ts";
import { reachOf } from "./reach.ts";
import { Walk } from "./walk.ts";

/** The amounts of an exchange, one after another: from about a quarter of the basket down to a millionth. */
const amountMostPpm = 1n << 18n;
/** Moves of one problem: several times what 32 components need, and still less than half a second. */
export const movesMost = 1_000;

/**
 * Minimises risk + distance + turnover (see `objectiveOf`) over whole millionths. From the weights with the least turnover,
 * the best exchange of 262,144 ppm is made while one improves, then of half of that, and so on down to 1 ppm.
 * Without risk the result is exact: no feasible weights are better. With risk it cannot be improved by any exchange, and
 * `kktResidual` bounds by how much all feasible weights could be better; that also holds where `movesMost` ended the search.
 * Answers with the names of what cannot hold together where there are no weights within boxes and caps, and where two
 * groups overlap while neither holds the other.
 */
export function optimise(problem: WeightProblem): Solved {
  assertSound(problem);
  const crossing = crossingGroups(problem.groups);
  if (crossing !== undefined) return { isFeasible: false, binding: crossing.map((name) => `group ${name}`) };
  const order = [...problem.components.keys()].sort((left, right) =>
    compareText(entryAt(problem.components, left).symbol, entryAt(problem.components, right).symbol),
  );
  const sorted: WeightProblem = {
    ...problem,
    components: order.map((at) => entryAt(problem.components, at)),
    covariance: order.map((row) => order.map((column) => entryAt(entryAt(problem.covariance, row), column))),
  };
  const solved = optimiseSorted(sorted);
  if (!solved.isFeasible) return solved;
  return { ...solved, weightsPpm: order.map((_, at) => entryAt(solved.weightsPpm, order.indexOf(at))) };
}

/** Components in the order of their symbols, which decides every tie. */
function optimiseSorted(problem: WeightProblem): Solved {
  const { components, groups } = problem;
  const tree = groupTree(
    groups,
    components.map(({ symbol }) => symbol),
  );
  const reach = reachOf(components, tree, problem);
  if ("binding" in reach) return { isFeasible: false, binding: reach.binding };
  const { box, stepMostPpm, turnoverMostPpm, relaxed } = reach;
  const objective = objectiveOf(problem);
  const current = components.map(({ currentPpm }) => currentPpm);
  const walk = new Walk(objective, { tree, box, current, turnoverMostPpm }, reach.nearest);
  let moves = 0;
  for (let amount = amountMostPpm; amount > 0n && moves < movesMost; amount /= 2n) {
    const curvature = curvatureOf(objective.quadratic, amount);
    while (moves < movesMost) {
      const move = bestMove(walk, amount, curvature);
      if (move === undefined) break;
      for (const exchange of move.exchanges) walk.make(exchange, amount);
      moves += 1;
    }
  }
  const { risk, distance, turnover } = partsOf(problem, walk.weights);
  return {
    isFeasible: true,
    weightsPpm: walk.weights,
    objective: {
      risk: divideDown(risk, objectiveScale),
      distance: divideDown(distance, objectiveScale),
      turnover: divideDown(turnover, objectiveScale),
    },
    // The steepest feasible descent per ppm, by marginals alone: curvature is what the bound leaves out.
    kktResidual: divideUp(-(bestMove(walk, 1n, undefined)?.cost ?? 0n), objectiveScale),
    moves,
    limits: { stepMostPpm, turnoverMostPpm },
    relaxed,
  };
}
