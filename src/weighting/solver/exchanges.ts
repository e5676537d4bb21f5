// The best exchange of a given amount, or the best two at once where the turnover leaves no room for one.
import { entryAt, type Matrix } from "../vectors.ts";
import type { Exchange, PricedExchange, Walk } from "./walk.ts";

/** One exchange or two, and what they add to the objective together: less than nothing. */
export interface Move {
  readonly exchanges: readonly Exchange[];
  readonly cost: bigint;
}

/** What an exchange of `amount` adds to the objective beyond its first order: amount² times the quadratic part. */
export function curvatureOf(quadratic: Matrix, amount: bigint): Matrix {
  return quadratic.map((row) => row.map((entry) => amount * amount * entry));
}

/**
 * The move that lowers the objective most; undefined where none lowers it. On a tie the component that gains and then the
 * one that loses decide, the lower number first, and a single exchange goes before two.
 *
 * Why no other moves are needed for the separable part: weights within boxes and laminar caps are an M-convex set, in
 * which any better weights are reached by exchanges each of which is allowed from here (Murota, 2003, Discrete Convex
 * Analysis). By a unit, each changes the turnover by -2, 0 or 2. If none that the turnover allows is an improvement and
 * there are better weights nevertheless, then some exchange with 2 improves by more than one with -2 costs, and since those
 * two touch four components, both may be made at once. So where no unit move improves, nothing does.
 */
export function bestMove(walk: Walk, amount: bigint, curvature: Matrix | undefined): Move | undefined {
  const exchanges = walk.priced(amount, curvature);
  let best: Move | undefined;
  const blocked: PricedExchange[] = [];
  for (const exchange of exchanges) {
    if (exchange.turnover > walk.roomOfTurnover) blocked.push(exchange);
    else if (exchange.cost < (best?.cost ?? 0n)) best = { exchanges: [exchange], cost: exchange.cost };
  }
  if (!blocked.some(({ cost }) => cost < 0n)) return best;
  const freeing = exchanges.filter(({ turnover }) => turnover < 0n).sort(byCost);
  return bestOfTwo(walk, amount, { blocked: blocked.sort(byCost), freeing, curvature, best });
}

interface Search {
  readonly blocked: readonly PricedExchange[];
  readonly freeing: readonly PricedExchange[];
  readonly curvature: Matrix | undefined;
  readonly best: Move | undefined;
}

function bestOfTwo(
  walk: Walk,
  amount: bigint,
  { blocked, freeing, curvature, best: single }: Search,
): Move | undefined {
  let best = single;
  for (const one of blocked) {
    for (const other of freeing) {
      // Sorted by cost: what follows is no better. What two exchanges cost each other comes on top, where risk couples them.
      if (one.cost + other.cost >= (best?.cost ?? 0n)) break;
      if (one.turnover + other.turnover > walk.roomOfTurnover || isTouching(one, other)) continue;
      const cost = one.cost + other.cost + coupling(one, other, curvature);
      if (cost < (best?.cost ?? 0n) && walk.allows(one, other, amount)) best = { exchanges: [one, other], cost };
    }
  }
  return best;
}

function isTouching(one: Exchange, other: Exchange): boolean {
  return one.to === other.to || one.to === other.from || one.from === other.to || one.from === other.from;
}

function coupling(one: Exchange, other: Exchange, curvature: Matrix | undefined): bigint {
  if (curvature === undefined) return 0n;
  const [gaining, losing] = [entryAt(curvature, one.to), entryAt(curvature, one.from)];
  return (
    2n *
    (entryAt(gaining, other.to) -
      entryAt(gaining, other.from) -
      entryAt(losing, other.to) +
      entryAt(losing, other.from))
  );
}

function byCost(left: PricedExchange, right: PricedExchange): number {
  if (left.cost !== right.cost) return left.cost < right.cost ? -1 : 1;
  return left.to - right.to || left.from - right.from;
}
