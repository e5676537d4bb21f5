// Problems of the optimiser: small ones that may be tried out completely, and large ones.
import fc from "fast-check";
import { splitByLargestRemainder } from "#src/core/arithmetic.ts";
import { partsOf } from "#src/weighting/solver/objective.ts";
import type { GroupCap, Optimum, WeightProblem } from "#src/weighting/solver/problem.ts";
import { wholePpm } from "#src/weighting/vectors.ts";

export const symbolsOf = (count: number) => Array.from({ length: count }, (_, at) => `C${String(at).padStart(2, "0")}`);

/** A whole split into equal parts, the rest going to the last. */
export function evenly(count: number): bigint[] {
  const part = wholePpm / BigInt(count);
  return Array.from({ length: count }, (_, at) => (at === count - 1 ? wholePpm - part * BigInt(count - 1) : part));
}

/** The objective of weights, in parts of 10^-18 ppm². */
export function objectiveAt(problem: WeightProblem, weights: readonly bigint[]): bigint {
  const { risk, distance, turnover } = partsOf(problem, weights);
  return risk + distance + turnover;
}

/** Every weight vector that the problem's boxes, caps, step and turnover allow; boxes have to be small. */
export function everyFeasible(problem: WeightProblem): bigint[][] {
  const { components, groups, stepMostPpm, turnoverMostPpm } = problem;
  const found: bigint[][] = [];
  const extend = (weights: bigint[], left: bigint) => {
    const component = components[weights.length];
    if (component === undefined) {
      if (left === 0n && isAllowed(weights)) found.push(weights);
      return;
    }
    const { currentPpm, leastPpm, mostPpm } = component;
    for (let weight = leastPpm; weight <= mostPpm && weight <= left; weight += 1n)
      if (weight - currentPpm <= stepMostPpm && currentPpm - weight <= stepMostPpm)
        extend([...weights, weight], left - weight);
  };
  const isAllowed = (weights: readonly bigint[]) =>
    groups.every((group) => weightOfGroup(problem, group, weights) <= group.mostPpm) &&
    turnoverAt(problem, weights) <= turnoverMostPpm;
  extend([], wholePpm);
  return found;
}

function weightOfGroup({ components }: WeightProblem, { symbols }: GroupCap, weights: readonly bigint[]): bigint {
  return components.reduce((sum, { symbol }, at) => sum + (symbols.includes(symbol) ? (weights[at] ?? 0n) : 0n), 0n);
}

/** The boxes, caps and limits that weights break; a component beyond its box by more than a step may go to its edge. */
export function broken(problem: WeightProblem, weights: readonly bigint[], limits: Optimum["limits"]): string[] {
  const { components, groups } = problem;
  const boxes = components.filter(({ leastPpm, mostPpm }, at) => {
    const weight = weights[at] ?? 0n;
    return weight < leastPpm || weight > mostPpm;
  });
  const steps = components.filter(({ currentPpm, leastPpm, mostPpm }, at) => {
    const weight = weights[at] ?? 0n;
    const isReturning = (currentPpm > mostPpm && weight === mostPpm) || (currentPpm < leastPpm && weight === leastPpm);
    return !isReturning && (weight - currentPpm > limits.stepMostPpm || currentPpm - weight > limits.stepMostPpm);
  });
  return [
    ...boxes.map(({ symbol }) => `box of ${symbol}`),
    ...steps.map(({ symbol }) => `step of ${symbol}`),
    ...groups.filter((group) => weightOfGroup(problem, group, weights) > group.mostPpm).map(({ name }) => name),
    ...(turnoverAt(problem, weights) > limits.turnoverMostPpm ? ["turnover"] : []),
    ...(weights.reduce((sum, weight) => sum + weight, 0n) === wholePpm ? [] : ["whole"]),
  ];
}

export function turnoverAt({ components }: WeightProblem, weights: readonly bigint[]): bigint {
  return components.reduce((sum, { currentPpm }, at) => {
    const apart = (weights[at] ?? 0n) - currentPpm;
    return sum + (apart < 0n ? -apart : apart);
  }, 0n);
}

/** Rows times their transpose: symmetric and positive semidefinite, whatever the rows. */
export function gram(rows: readonly (readonly bigint[])[], factor: bigint): bigint[][] {
  return rows.map((left) =>
    rows.map((right) => factor * left.reduce((sum, value, at) => sum + value * (right[at] ?? 0n), 0n)),
  );
}

const small = (least: number, most: number) => fc.bigInt({ min: BigInt(least), max: BigInt(most) });

/** Two to five components whose boxes are a few millionths wide, laminar caps that often bind, narrow limits. */
export const smallProblem = (withRisk: boolean): fc.Arbitrary<WeightProblem> =>
  fc
    .integer({ min: 2, max: 5 })
    .chain((count) =>
      fc.record({
        moved: fc.array(small(-2, 2), { minLength: count - 1, maxLength: count - 1 }),
        targets: fc.array(small(-9, 9), { minLength: count, maxLength: count }),
        below: fc.array(small(0, 3), { minLength: count, maxLength: count }),
        above: fc.array(small(0, 3), { minLength: count, maxLength: count }),
        elasticity: fc.array(fc.constantFrom(250_000n, 700_000n, 1_000_000n, 3_000_000n), {
          minLength: count,
          maxLength: count,
        }),
        factors: fc.array(fc.array(small(-3, 3), { minLength: 2, maxLength: 2 }), {
          minLength: count,
          maxLength: count,
        }),
        // From curvature alone to gradients that outweigh the targets.
        factor: fc.constantFrom(10n ** 6n, 10n ** 12n),
        caps: fc.array(fc.record({ from: fc.nat(count - 1), length: fc.nat(count), room: small(-1, 3) }), {
          maxLength: 3,
        }),
        step: small(1, 6),
        turnover: small(0, 12),
        cost: small(0, 6),
      }),
    )
    .map((drawn) => {
      const base = evenly(drawn.targets.length);
      const moved = [...drawn.moved, -drawn.moved.reduce((sum, each) => sum + each, 0n)];
      const names = symbolsOf(base.length);
      const components = base.map((weight, at) => ({
        symbol: names[at] ?? "",
        currentPpm: weight + (moved[at] ?? 0n),
        targetPpm: weight + (drawn.targets[at] ?? 0n),
        leastPpm: weight - (drawn.below[at] ?? 0n),
        mostPpm: weight + (drawn.above[at] ?? 0n),
        elasticityPpm: drawn.elasticity[at] ?? 1n,
      }));
      const groups = drawn.caps
        .map(({ from, length, room }, number) => {
          const symbols = names.slice(from, from + length);
          const weight = base.slice(from, from + length).reduce((sum, each) => sum + each, 0n);
          return { name: `g${number}`, symbols, mostPpm: weight + room };
        })
        .filter(({ symbols }) => symbols.length > 0);
      return {
        components,
        groups: laminarPart(groups),
        covariance: gram(drawn.factors, withRisk ? drawn.factor : 0n),
        riskAversionPpm: withRisk ? 1_000_000n : 0n,
        turnoverCostPpm: drawn.cost,
        stepMostPpm: drawn.step,
        turnoverMostPpm: drawn.turnover,
      };
    });

/** The groups that cross none before them. */
function laminarPart(groups: readonly GroupCap[]): GroupCap[] {
  const crosses = (one: GroupCap, other: GroupCap) => {
    const shared = one.symbols.filter((symbol) => other.symbols.includes(symbol)).length;
    return shared > 0 && shared < one.symbols.length && shared < other.symbols.length;
  };
  const kept: GroupCap[] = [];
  for (const group of groups) if (!kept.some((other) => crosses(other, group))) kept.push(group);
  return kept;
}

export interface Wide {
  readonly components: number;
  readonly seed: number;
  readonly riskAversionPpm: bigint;
  readonly elasticities: readonly bigint[];
  /** Of the returns that all components share, in ppm; a little of each component's own comes on top. */
  readonly sharedReturnPpm: number;
  readonly turnoverMostPpm: bigint;
  readonly isGrouped: boolean;
}

/** A problem of many components, weights and targets far apart, drawn from a seed. */
export function wideProblem(wide: Wide): WeightProblem {
  const draw = drawing(wide.seed);
  const count = wide.components;
  const symbols = symbolsOf(count);
  const cap = (wholePpm * 4n) / BigInt(count);
  const [current, target] = [0, 1].map(() => wholeOf(symbols.map(() => draw(100n) + 1n)));
  const shared = symbols.map(() => BigInt(wide.sharedReturnPpm) + draw(20_000n));
  const rows = shared.map((each) => [each, ...symbols.map(() => draw(20_001n) - 10_000n)]);
  const groups = [
    { name: "quarter", symbols: symbols.slice(0, count / 4), mostPpm: 260_000n },
    { name: "half", symbols: symbols.slice(0, count / 2), mostPpm: 480_000n },
    { name: "last", symbols: symbols.slice(-count / 4), mostPpm: 255_000n },
  ];
  return {
    components: symbols.map((symbol, at) => ({
      symbol,
      currentPpm: current?.[at] ?? 0n,
      targetPpm: target?.[at] ?? 0n,
      leastPpm: 0n,
      mostPpm: cap,
      elasticityPpm: wide.elasticities[at % wide.elasticities.length] ?? wholePpm,
    })),
    groups: wide.isGrouped ? groups : [],
    covariance: gram(rows, 1n),
    riskAversionPpm: wide.riskAversionPpm,
    turnoverCostPpm: 500n,
    stepMostPpm: 100_000n,
    turnoverMostPpm: wide.turnoverMostPpm,
  };
}

/** Numbers below a bound from a seed: Lehmer's generator with Park and Miller's numbers. */
function drawing(seed: number): (below: bigint) => bigint {
  let state = BigInt(seed) * 7_919n + 1n;
  return (below) => {
    state = (state * 48_271n) % 2_147_483_647n;
    return (state >> 3n) % below;
  };
}

function wholeOf(parts: readonly bigint[]): bigint[] {
  return splitByLargestRemainder(wholePpm, parts);
}
