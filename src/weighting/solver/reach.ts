// Which weights may be reached from the current ones: boxes and caps hold, step and turnover give way where they must.
import { maximum, minimum } from "#src/core/arithmetic.ts";
import { present } from "#src/core/assert.ts";
import { entryAt, type Vector, wholePpm } from "../vectors.ts";
import { type Box, type GroupTree, nearestWeights } from "./groups.ts";
import { type ComponentOfProblem, turnoverOf } from "./problem.ts";

export interface Reach {
  readonly box: Box;
  readonly stepMostPpm: bigint;
  readonly turnoverMostPpm: bigint;
  readonly relaxed: readonly string[];
  /** Of what can be reached, the weights with the least turnover. */
  readonly nearest: Vector;
}

interface Limits {
  readonly stepMostPpm: bigint;
  readonly turnoverMostPpm: bigint;
}

/**
 * In: components in the order of their symbols, laminar groups over them, limits. Out: what can be reached, or the names of
 * boxes and groups that cannot hold together. Boxes and caps always hold. Prices may have carried weights out of them, so
 * the limits give way, one after another and no further than there are weights within boxes and caps:
 * 1. a component further outside its box than a step may go to the edge of the box, and no further;
 * 2. the step becomes the smallest, the same for all, with which the caps can be kept;
 * 3. the turnover becomes the smallest with which all that can be kept.
 */
export function reachOf(
  components: readonly ComponentOfProblem[],
  tree: GroupTree,
  { stepMostPpm, turnoverMostPpm }: Limits,
): Reach | { readonly binding: readonly string[] } {
  const current = components.map(({ currentPpm }) => currentPpm);
  const reachable = (step: bigint) => nearestWeights(tree, boxOf(components, step), current);
  if (reachable(wholePpm) === undefined) return { binding: bindingSet(components, tree) };
  const step = smallestStep(stepMostPpm, (each) => reachable(each) !== undefined);
  const nearest = present(reachable(step), "weights can be reached with this step");
  const turnover = maximum(turnoverMostPpm, turnoverOf(nearest, current));
  const outside = components.filter(
    ({ currentPpm, leastPpm, mostPpm }) => currentPpm + step < leastPpm || currentPpm - step > mostPpm,
  );
  return {
    box: boxOf(components, step),
    stepMostPpm: step,
    turnoverMostPpm: turnover,
    relaxed: [
      ...(step > stepMostPpm ? ["step"] : []),
      ...outside.map(({ symbol }) => `step of ${symbol}`),
      ...(turnover > turnoverMostPpm ? ["turnover"] : []),
    ],
    nearest,
  };
}

/** What lies in a component's box and within a step; where nothing does, the edge of the box that is nearer. */
function boxOf(components: readonly ComponentOfProblem[], step: bigint): Box {
  return {
    least: components.map(({ currentPpm, leastPpm, mostPpm }) =>
      maximum(leastPpm, minimum(mostPpm, currentPpm - step)),
    ),
    most: components.map(({ currentPpm, leastPpm, mostPpm }) => minimum(mostPpm, maximum(leastPpm, currentPpm + step))),
  };
}

/** By halving; a larger step leaves all that a smaller one reaches. */
function smallestStep(wanted: bigint, suffices: (step: bigint) => boolean): bigint {
  if (suffices(wanted)) return wanted;
  let [short, enough] = [wanted, wholePpm];
  while (enough - short > 1n) {
    const middle = (short + enough) / 2n;
    if (suffices(middle)) enough = middle;
    else short = middle;
  }
  return enough;
}

/** A bound that can be left out, and its name. */
interface Bound {
  readonly name: string;
  readonly lift: (bounds: Bounds) => void;
}

interface Bounds {
  readonly least: bigint[];
  readonly most: bigint[];
  readonly caps: bigint[];
}

/** Leaves out one bound after another while the rest still cannot hold together: none of what remains could be missed. */
function bindingSet(components: readonly ComponentOfProblem[], tree: GroupTree): string[] {
  const bounds: readonly Bound[] = [
    ...tree.slice(0, -1).map(({ name }, at) => ({ name: `group ${name}`, lift: lifting("caps", at, wholePpm) })),
    ...components.map(({ symbol }, at) => ({ name: `least of ${symbol}`, lift: lifting("least", at, 0n) })),
    ...components.map(({ symbol }, at) => ({ name: `most of ${symbol}`, lift: lifting("most", at, wholePpm) })),
  ];
  const holdTogether = (lifted: ReadonlySet<Bound>) => {
    const left: Bounds = {
      least: components.map(({ leastPpm }) => leastPpm),
      most: components.map(({ mostPpm }) => mostPpm),
      caps: tree.map(({ mostPpm }) => mostPpm),
    };
    for (const { lift } of lifted) lift(left);
    const capped = tree.map((node, at) => ({ ...node, mostPpm: entryAt(left.caps, at) }));
    return nearestWeights(capped, left, left.least) !== undefined;
  };
  const lifted = new Set<Bound>();
  for (const bound of bounds) {
    lifted.add(bound);
    if (holdTogether(lifted)) lifted.delete(bound);
  }
  return bounds.filter((bound) => !lifted.has(bound)).map(({ name }) => name);
}

function lifting(side: keyof Bounds, at: number, to: bigint) {
  return (bounds: Bounds) => {
    bounds[side][at] = to;
  };
}
