// The weight optimiser as its specification says: every objective is computed anew, and what is allowed is looked up.
import { apart, byText, ceiling, floor, sum } from "../../arithmetic.ts";
import { at, bindingOf, crossing, keeps, type Problem, type Reach, reachOf, turnoverOf } from "./reach.ts";

const whole = 1_000_000n;
/** Of one ppm²: objectives are exact in these. */
const parts = whole ** 3n;
const movesMost = 1_000;

interface Exchange {
  readonly to: number;
  readonly from: number;
}

interface Priced extends Exchange {
  readonly added: bigint;
  readonly turnover: bigint;
}

interface Move {
  readonly exchanges: readonly Exchange[];
  readonly added: bigint;
}

export type Answer =
  | {
      readonly isFeasible: true;
      readonly weightsPpm: readonly bigint[];
      readonly objective: { readonly risk: bigint; readonly distance: bigint; readonly turnover: bigint };
      readonly kktResidual: bigint;
      readonly moves: number;
      readonly limits: { readonly stepMostPpm: bigint; readonly turnoverMostPpm: bigint };
      readonly relaxed: readonly string[];
    }
  | { readonly isFeasible: false; readonly binding: readonly string[] };

/** 1 / elasticity in millionths, a half upwards. */
const stiffness = (elasticityPpm: bigint): bigint => floor(2n * whole ** 2n + elasticityPpm, 2n * elasticityPpm);

/** In exact parts: the covariance is of returns in millionths, the weights are millionths too. */
function objective({ components, covariance, riskAversionPpm, turnoverCostPpm }: Problem, weights: readonly bigint[]) {
  let variance = 0n;
  covariance.forEach((row, one) => {
    variance += at(row, one) * at(weights, one) ** 2n;
    for (let two = 0; two < one; two += 1) variance += 2n * at(row, two) * at(weights, one) * at(weights, two);
  });
  const distances = components.map(
    ({ targetPpm, elasticityPpm }, each) => apart(at(weights, each), targetPpm) ** 2n * stiffness(elasticityPpm),
  );
  return {
    risk: riskAversionPpm * variance,
    distance: sum(distances) * whole ** 2n,
    turnover: turnoverCostPpm * turnoverOf(weights, components) * parts,
  };
}

function total(problem: Problem, weights: readonly bigint[]): bigint {
  const { risk, distance, turnover } = objective(problem, weights);
  return risk + distance + turnover;
}

function changed(weights: readonly bigint[], exchanges: readonly Exchange[], amount: bigint): bigint[] {
  const after = [...weights];
  for (const { to, from } of exchanges) {
    after[to] = at(after, to) + amount;
    after[from] = at(after, from) - amount;
  }
  return after;
}

/** What weights add to the objective against those before, by some way to reckon it. */
type Reckoning = (after: readonly bigint[]) => bigint;

function exactly(problem: Problem, before: readonly bigint[]): Reckoning {
  const now = total(problem, before);
  return (after) => total(problem, after) - now;
}

/** By slopes alone, save that what a weight moves costs as much in each direction. */
function bySlopes(problem: Problem, before: readonly bigint[]): Reckoning {
  const { components, covariance, riskAversionPpm, turnoverCostPpm } = problem;
  const slopes = components.map(({ targetPpm, elasticityPpm }, each) => {
    const risk = sum((covariance[each] ?? []).map((entry, other) => entry * at(before, other)));
    const distance = (at(before, each) - targetPpm) * stiffness(elasticityPpm) * whole ** 2n;
    return 2n * (riskAversionPpm * risk + distance);
  });
  return (after) => {
    const moved = turnoverOf(after, components) - turnoverOf(before, components);
    return (
      sum(slopes.map((slope, each) => slope * (at(after, each) - at(before, each)))) + turnoverCostPpm * moved * parts
    );
  };
}

/** Exchanges of an amount that boxes and caps allow, whatever their turnover. */
function exchangesOf(
  problem: Problem,
  { bounds }: Reach,
  weights: readonly bigint[],
  amount: bigint,
  added: Reckoning,
) {
  const turnover = turnoverOf(weights, problem.components);
  const found: Priced[] = [];
  for (const to of weights.keys())
    for (const from of weights.keys()) {
      if (to === from) continue;
      const after = changed(weights, [{ to, from }], amount);
      if (!keeps(after, bounds)) continue;
      found.push({ to, from, added: added(after), turnover: turnoverOf(after, problem.components) - turnover });
    }
  return found;
}

const cheaperFirst = (left: Priced, right: Priced): number =>
  left.added === right.added ? left.to - right.to || left.from - right.from : left.added < right.added ? -1 : 1;

/** The best exchange that the turnover has room for, or the best two of which the one makes room for the other. */
function bestMove(problem: Problem, reach: Reach, weights: readonly bigint[], amount: bigint, added: Reckoning) {
  const room = reach.turnoverMostPpm - turnoverOf(weights, problem.components);
  const exchanges = exchangesOf(problem, reach, weights, amount, added);
  let best: Move = { exchanges: [], added: 0n };
  for (const exchange of exchanges)
    if (exchange.turnover <= room && exchange.added < best.added)
      best = { exchanges: [exchange], added: exchange.added };
  const blocked = exchanges.filter(({ turnover }) => turnover > room).sort(cheaperFirst);
  const freeing = exchanges.filter(({ turnover }) => turnover < 0n).sort(cheaperFirst);
  for (const one of blocked)
    for (const two of freeing) {
      // What two exchanges cost each other is looked at only where they would be better without it.
      if (one.added + two.added >= best.added) continue;
      if (one.turnover + two.turnover > room || new Set([one.to, one.from, two.to, two.from]).size < 4) continue;
      const after = changed(weights, [one, two], amount);
      const both = added(after);
      if (both < best.added && keeps(after, reach.bounds)) best = { exchanges: [one, two], added: both };
    }
  return best;
}

export function optimum(problem: Problem): Answer {
  const crossed = crossing(problem.groups);
  if (crossed.length > 0) return { isFeasible: false, binding: crossed };
  const order = [...problem.components.entries()]
    .sort(([, left], [, right]) => byText(left.symbol, right.symbol))
    .map(([place]) => place);
  const inOrder = <Value>(values: readonly Value[]) => order.flatMap((place) => values.slice(place, place + 1));
  const sorted: Problem = {
    ...problem,
    components: inOrder(problem.components),
    covariance: inOrder(problem.covariance).map(inOrder),
  };
  const reach = reachOf(sorted);
  if (reach === undefined) return { isFeasible: false, binding: bindingOf(sorted) };
  const { weights, moves } = search(sorted, reach);
  const { risk, distance, turnover } = objective(sorted, weights);
  const steepest = bestMove(sorted, reach, weights, 1n, bySlopes(sorted, weights));
  return {
    isFeasible: true,
    weightsPpm: problem.components.map((_, place) => at(weights, order.indexOf(place))),
    objective: { risk: floor(risk, parts), distance: floor(distance, parts), turnover: floor(turnover, parts) },
    kktResidual: ceiling(-steepest.added, parts),
    moves,
    limits: { stepMostPpm: reach.stepMostPpm, turnoverMostPpm: reach.turnoverMostPpm },
    relaxed: reach.relaxed,
  };
}

function search(problem: Problem, reach: Reach): { weights: readonly bigint[]; moves: number } {
  let weights = reach.start;
  let moves = 0;
  for (let amount = 262_144n; amount > 0n; amount /= 2n)
    while (moves < movesMost) {
      const move = bestMove(problem, reach, weights, amount, exactly(problem, weights));
      if (move.added === 0n) break;
      weights = changed(weights, move.exchanges, amount);
      moves += 1;
    }
  return { weights, moves };
}
