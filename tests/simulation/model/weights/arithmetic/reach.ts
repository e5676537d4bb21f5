// What the optimiser is asked, what of it may be reached, and the names of what cannot hold together.
import { apart, byText, greatest, least, sum } from "../../arithmetic.ts";

const whole = 1_000_000n;

export interface Asked {
  readonly symbol: string;
  readonly currentPpm: bigint;
  readonly targetPpm: bigint;
  readonly leastPpm: bigint;
  readonly mostPpm: bigint;
  readonly elasticityPpm: bigint;
}

export interface Group {
  readonly name: string;
  readonly symbols: readonly string[];
  readonly mostPpm: bigint;
}

export interface Problem {
  readonly components: readonly Asked[];
  readonly groups: readonly Group[];
  readonly covariance: readonly (readonly bigint[])[];
  readonly riskAversionPpm: bigint;
  readonly turnoverCostPpm: bigint;
  readonly stepMostPpm: bigint;
  readonly turnoverMostPpm: bigint;
}

/** A group by the numbers of its components. */
interface Cap {
  readonly name: string;
  readonly members: readonly number[];
  readonly mostPpm: bigint;
}

/** Each component's bounds, and the caps on several. */
export interface Bounds {
  readonly least: readonly bigint[];
  readonly most: readonly bigint[];
  readonly caps: readonly Cap[];
}

export interface Reach {
  readonly bounds: Bounds;
  readonly start: readonly bigint[];
  readonly stepMostPpm: bigint;
  readonly turnoverMostPpm: bigint;
  readonly relaxed: readonly string[];
}

export const at = (values: readonly bigint[], place: number): bigint => {
  const value = values[place];
  if (value === undefined) throw new Error(`nothing stands at ${place}`);
  return value;
};

const within = (weights: readonly bigint[], { members }: Cap): bigint => sum(members.map((each) => at(weights, each)));

/** Whether weights keep boxes and caps; that they sum to the whole is the business of whoever makes them. */
export const keeps = (weights: readonly bigint[], { least, most, caps }: Bounds): boolean =>
  weights.every((weight, place) => at(least, place) <= weight && weight <= at(most, place)) &&
  caps.every((cap) => within(weights, cap) <= cap.mostPpm);

export const turnoverOf = (weights: readonly bigint[], components: readonly Asked[]): bigint =>
  sum(components.map(({ currentPpm }, place) => apart(at(weights, place), currentPpm)));

/** The first two groups by name that share some symbols, while each has others. */
export function crossing(groups: readonly Group[]): string[] {
  const named = [...groups].sort((left, right) => byText(left.name, right.name));
  for (const one of named)
    for (const two of named) {
      if (byText(one.name, two.name) >= 0) continue;
      const isShared = one.symbols.some((symbol) => two.symbols.includes(symbol));
      const isApart = [one, two].every((each) => {
        const other = each === one ? two : one;
        return each.symbols.some((symbol) => !other.symbols.includes(symbol));
      });
      if (isShared && isApart) return [`group ${one.name}`, `group ${two.name}`];
    }
  return [];
}

/** Groups of any components, the smaller and then the earlier name first. */
function capsOf({ components, groups }: Problem): Cap[] {
  return groups
    .map(({ name, symbols, mostPpm }) => {
      const members = [...components.keys()].filter((each) => symbols.includes(components[each]?.symbol ?? ""));
      return { name, members, mostPpm };
    })
    .filter(({ members }) => members.length > 0)
    .sort((left, right) => left.members.length - right.members.length || byText(left.name, right.name));
}

/** Weights raised in turn, each as far as its box, its caps and the whole leave room. */
function raised(from: readonly bigint[], { most, caps }: Bounds, turns: readonly number[]): bigint[] {
  const weights = [...from];
  for (const each of turns) {
    const rooms = caps.filter(({ members }) => members.includes(each)).map((cap) => cap.mostPpm - within(weights, cap));
    weights[each] = at(weights, each) + least(at(most, each) - at(weights, each), whole - sum(weights), ...rooms);
  }
  return weights;
}

/** Boxes and laminar caps can hold together when they bear the least of each, and the whole when all that can is added. */
function canHold(bounds: Bounds): boolean {
  if (!keeps(bounds.least, bounds) || sum(bounds.least) > whole) return false;
  return sum(raised(bounds.least, bounds, [...bounds.least.keys()])) === whole;
}

/** Components in their turn: those of a group side by side, smaller groups before larger ones, and the rest after them. */
function turnsOf(caps: readonly Cap[], count: number): number[] {
  const everything = [...Array(count).keys()];
  let blocks: number[][] = [];
  for (const members of [...caps.map((cap) => cap.members), everything]) {
    const inside = blocks.filter((block) => block.every((each) => members.includes(each)));
    const rest = members.filter((each) => !inside.flat().includes(each));
    blocks = [...blocks.filter((block) => !inside.includes(block)), [...inside.flat(), ...rest]];
  }
  return blocks.flat();
}

/**
 * The least turnover: each component goes no further than into its box; then what a group has too much of leaves it in
 * turn, the smaller groups first; then the whole is made up, or what is too much of it leaves, in turn.
 */
function nearest(bounds: Bounds, components: readonly Asked[]): bigint[] {
  const turns = turnsOf(bounds.caps, components.length);
  const weights = components.map(({ currentPpm }, each) =>
    greatest(at(bounds.least, each), least(at(bounds.most, each), currentPpm)),
  );
  for (const { members, mostPpm } of [...bounds.caps, { members: turns, mostPpm: whole }])
    for (const each of turns.filter((turn) => members.includes(turn))) {
      const excess = sum(members.map((member) => at(weights, member))) - mostPpm;
      if (excess > 0n) weights[each] = at(weights, each) - least(excess, at(weights, each) - at(bounds.least, each));
    }
  return raised(weights, bounds, turns);
}

/** What a step leaves of each box: where that is nothing, the nearer edge. */
function boundsWithin(components: readonly Asked[], caps: readonly Cap[], step: bigint): Bounds {
  const boxes = components.map(({ currentPpm, leastPpm, mostPpm }) => {
    if (currentPpm + step < leastPpm) return [leastPpm, leastPpm] as const;
    if (currentPpm - step > mostPpm) return [mostPpm, mostPpm] as const;
    return [greatest(leastPpm, currentPpm - step), least(mostPpm, currentPpm + step)] as const;
  });
  return { least: boxes.map(([low]) => low), most: boxes.map(([, high]) => high), caps };
}

/** What may be reached from the current weights, or undefined where boxes and caps cannot hold together. */
export function reachOf(problem: Problem): Reach | undefined {
  const { components } = problem;
  const caps = capsOf(problem);
  if (!canHold(boxesOf(problem))) return undefined;
  let step = problem.stepMostPpm;
  if (!canHold(boundsWithin(components, caps, step))) {
    // The largest step that is too small, bit by bit; the next one is the smallest that is enough.
    for (let bit = 1n << 19n; bit > 0n; bit >>= 1n)
      if (!canHold(boundsWithin(components, caps, step + bit))) step += bit;
    step += 1n;
  }
  const bounds = boundsWithin(components, caps, step);
  const start = nearest(bounds, components);
  const turnover = turnoverOf(start, components);
  const outside = components.filter(
    ({ currentPpm, leastPpm, mostPpm }) => leastPpm - currentPpm > step || currentPpm - mostPpm > step,
  );
  const relaxed = outside.map(({ symbol }) => `step of ${symbol}`);
  if (step > problem.stepMostPpm) relaxed.unshift("step");
  if (turnover > problem.turnoverMostPpm) relaxed.push("turnover");
  const turnoverMostPpm = greatest(turnover, problem.turnoverMostPpm);
  return { bounds, start, stepMostPpm: step, turnoverMostPpm, relaxed };
}

const boxesOf = (problem: Problem): Bounds => ({
  least: problem.components.map(({ leastPpm }) => leastPpm),
  most: problem.components.map(({ mostPpm }) => mostPpm),
  caps: capsOf(problem),
});

/** Bounds without which the others still cannot hold together are left out, in the order of the names. */
export function bindingOf(problem: Problem): string[] {
  const { least, most, caps } = boxesOf(problem);
  const symbols = problem.components.map(({ symbol }) => symbol);
  const names = [
    ...caps.map(({ name }) => `group ${name}`),
    ...symbols.map((symbol) => `least of ${symbol}`),
    ...symbols.map((symbol) => `most of ${symbol}`),
  ];
  const only = (kept: readonly string[]): Bounds => ({
    least: least.map((each, place) => (kept.includes(`least of ${symbols[place]}`) ? each : 0n)),
    most: most.map((each, place) => (kept.includes(`most of ${symbols[place]}`) ? each : whole)),
    caps: caps.filter(({ name }) => kept.includes(`group ${name}`)),
  });
  return names.reduce((kept, name) => {
    const fewer = kept.filter((each) => each !== name);
    return canHold(only(fewer)) ? kept : fewer;
  }, names);
}
