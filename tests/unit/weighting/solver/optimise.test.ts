// The optimiser against everything that is feasible, against shuffled input, and at its largest.
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { objectiveScale } from "#src/weighting/solver/objective.ts";
import { movesMost, optimise } from "#src/weighting/solver/optimise.ts";
import type { Optimum, WeightProblem } from "#src/weighting/solver/problem.ts";
import {
  broken,
  everyFeasible,
  objectiveAt,
  smallProblem,
  type Wide,
  wideProblem,
} from "#tests/support/weightProblems.ts";

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
        const { weightsPpm, relaxed, limits } = requireOptimum(problem);
        expect([relaxed, broken(problem, weightsPpm, limits)]).toEqual([[], []]);
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
        const { weightsPpm, kktResidual, relaxed, limits } = requireOptimum(problem);
        expect([relaxed, broken(problem, weightsPpm, limits)]).toEqual([[], []]);
        const gap = objectiveAt(problem, weightsPpm) - best.objective;
        const apart = weightsPpm.reduce((sum, weight, at) => {
          const difference = weight - (best.weights[at] ?? 0n);
          return sum + (difference < 0n ? -difference : difference);
        }, 0n);
        expect(2n * gap <= kktResidual * apart * objectiveScale).toBe(true);
      }),
      { numRuns: 4_000 },
    );
    expect(compared).toBeGreaterThan(2_000);
  });
});

describe("limits that cannot be kept", () => {
  test("give way exactly where nothing lies within them, and boxes and caps are kept all the same", () => {
    let relaxations = 0;
    fc.assert(
      fc.property(smallProblem(false), (problem) => {
        if (triedOut(problem) !== undefined) return;
        const solved = optimise(problem);
        const free = { ...problem, stepMostPpm: 1_000_000n, turnoverMostPpm: 2_000_000n };
        expect(solved.isFeasible).toBe(triedOut(free) !== undefined);
        if (!solved.isFeasible) return;
        relaxations += 1;
        expect(solved.relaxed).not.toEqual([]);
        expect(broken(problem, solved.weightsPpm, solved.limits)).toEqual([]);
      }),
      { numRuns: 2_000 },
    );
    expect(relaxations).toBeGreaterThan(100);
  });
});

test("moves towards the target within boxes and caps as the reference vector says", () => {
  const rows = [
    ["ELEC", 350_000n, 150_000n, 400_000n],
    ["AG", 120_000n, 30_000n, 150_000n],
    ["CU", 260_000n, 50_000n, 250_000n],
    ["REE", 150_000n, 20_000n, 120_000n],
    ["LI", 140_000n, 20_000n, 120_000n],
    ["SCU", 280_000n, 100_000n, 300_000n],
  ] as const;
  const problem: WeightProblem = {
    components: rows.map(([symbol, targetPpm, leastPpm, mostPpm], at) => ({
      symbol,
      currentPpm: at === 0 ? 1_000_000n : 0n,
      targetPpm,
      leastPpm,
      mostPpm,
      elasticityPpm: 1_000_000n,
    })),
    groups: [{ name: "metals", symbols: ["AG", "CU", "REE", "LI"], mostPpm: 450_000n }],
    covariance: rows.map(() => rows.map(() => 0n)),
    riskAversionPpm: 0n,
    turnoverCostPpm: 0n,
    stepMostPpm: 1_000_000n,
    turnoverMostPpm: 2_000_000n,
  };
  expect(requireOptimum(problem)).toMatchObject({
    weightsPpm: [310_000n, 65_000n, 205_000n, 95_000n, 85_000n, 240_000n],
    objective: { risk: 0n, distance: 15_300_000_000n, turnover: 0n },
    relaxed: [],
  });
});

test("the order of the input changes nothing, and a second run nothing either", () => {
  fc.assert(
    fc.property(smallProblem(true), fc.infiniteStream(fc.nat()), (problem, keys) => {
      const order = [...problem.components.keys()]
        .map((at) => ({ at, key: keys.next().value ?? 0 }))
        .sort((left, right) => left.key - right.key)
        .map(({ at }) => at);
      const pick = <Value>(values: readonly Value[]) => order.map((at) => values[at] as Value);
      const shuffled = {
        ...problem,
        components: pick(problem.components),
        covariance: pick(problem.covariance).map(pick),
        groups: problem.groups.map((group) => ({ ...group, symbols: [...group.symbols].reverse() })).reverse(),
      };
      const solved = optimise(problem);
      expect(optimise(problem)).toEqual(solved);
      expect(optimise(shuffled)).toEqual(
        solved.isFeasible ? { ...solved, weightsPpm: pick(solved.weightsPpm) } : solved,
      );
    }),
    { numRuns: 500 },
  );
});

describe("32 components", () => {
  const plain: Wide = {
    components: 32,
    seed: 1,
    riskAversionPpm: 1_000_000n,
    elasticities: [500_000n, 1_000_000n, 2_000_000n],
    sharedReturnPpm: 40_000,
    turnoverMostPpm: 2_000_000n,
    isGrouped: false,
  };
  const cases: Readonly<Record<string, Partial<Wide>>> = {
    "without risk": { riskAversionPpm: 0n },
    "with risk": {},
    "under caps": { isGrouped: true },
    "under caps and little turnover": { isGrouped: true, turnoverMostPpm: 300_000n },
    "with all returns nearly one": { sharedReturnPpm: 900_000, riskAversionPpm: 100_000_000n },
    "with risk above all else": { riskAversionPpm: 10n ** 12n, isGrouped: true },
    "with elasticities a million apart": { elasticities: [1_000n, 1_000_000_000n], isGrouped: true },
  };
  for (const [name, change] of Object.entries(cases)) {
    test(`${name} need less than half of the moves that may be made`, () => {
      for (const seed of [1, 2, 3]) {
        const problem = wideProblem({ ...plain, ...change, seed });
        const { weightsPpm, moves, limits } = requireOptimum(problem);
        expect(moves).toBeLessThan(movesMost / 2);
        expect(broken(problem, weightsPpm, limits)).toEqual([]);
      }
    });
  }
});

describe("names what cannot hold together", () => {
  const component = (symbol: string, leastPpm: bigint, mostPpm: bigint, currentPpm: bigint) => ({
    symbol,
    currentPpm,
    targetPpm: currentPpm,
    leastPpm,
    mostPpm,
    elasticityPpm: 1_000_000n,
  });
  const problemOf = (components: WeightProblem["components"], groups: WeightProblem["groups"]): WeightProblem => ({
    components,
    groups,
    covariance: components.map(() => components.map(() => 0n)),
    riskAversionPpm: 0n,
    turnoverCostPpm: 0n,
    stepMostPpm: 10_000n,
    turnoverMostPpm: 20_000n,
  });
  const metals = (mostPpm: bigint) => ({ name: "metals", symbols: ["AG", "CU"], mostPpm });

  test("a box whose ends are crossed", () => {
    const problem = problemOf(
      [component("AG", 600_000n, 500_000n, 500_000n), component("CU", 0n, 1_000_000n, 500_000n)],
      [],
    );
    expect(optimise(problem)).toEqual({ isFeasible: false, binding: ["least of AG", "most of AG"] });
  });

  test("least weights that a group cannot hold, and no others", () => {
    const components = [
      component("AG", 300_000n, 500_000n, 300_000n),
      component("CU", 200_000n, 500_000n, 200_000n),
      component("ELEC", 100_000n, 1_000_000n, 500_000n),
    ];
    const solved = optimise(problemOf(components, [metals(400_000n)]));
    expect(solved).toEqual({ isFeasible: false, binding: ["group metals", "least of AG", "least of CU"] });
  });

  test("most weights and a group that do not make a whole", () => {
    const components = [
      component("AG", 0n, 500_000n, 300_000n),
      component("CU", 0n, 500_000n, 200_000n),
      component("ELEC", 100_000n, 500_000n, 500_000n),
    ];
    const solved = optimise(problemOf(components, [metals(400_000n)]));
    expect(solved).toEqual({ isFeasible: false, binding: ["group metals", "most of ELEC"] });
  });

  test("groups that overlap while neither holds the other", () => {
    const components = ["AG", "CU", "ELEC"].map((symbol, at) =>
      component(symbol, 0n, 1_000_000n, at === 0 ? 1_000_000n : 0n),
    );
    const crossing = { name: "slow", symbols: ["CU", "ELEC"], mostPpm: 500_000n };
    const solved = optimise(problemOf(components, [metals(400_000n), crossing]));
    expect(solved).toEqual({ isFeasible: false, binding: ["group metals", "group slow"] });
  });

  test("a drifted weight goes back to its edge, whatever the step, and the limits say so", () => {
    const components = [component("AG", 0n, 500_000n, 600_000n), component("CU", 0n, 1_000_000n, 400_000n)];
    expect(optimise(problemOf(components, []))).toMatchObject({
      isFeasible: true,
      weightsPpm: [500_000n, 500_000n],
      // CU alone can take what AG gives, so its step has to grow with it.
      limits: { stepMostPpm: 100_000n, turnoverMostPpm: 200_000n },
      relaxed: ["step", "turnover"],
    });
    const three = [
      ...components.slice(0, 1),
      component("CU", 0n, 1_000_000n, 200_000n),
      component("LI", 0n, 1_000_000n, 200_000n),
    ];
    const wide = { ...problemOf(three, []), stepMostPpm: 60_000n, turnoverMostPpm: 500_000n };
    expect(optimise(wide)).toMatchObject({ weightsPpm: [500_000n, 250_000n, 250_000n], relaxed: ["step of AG"] });
  });
});

test("refuses to guess: malformed problems are faults", () => {
  const sound = wideProblem({
    components: 4,
    seed: 1,
    riskAversionPpm: 0n,
    elasticities: [1_000_000n],
    sharedReturnPpm: 1,
    turnoverMostPpm: 0n,
    isGrouped: false,
  });
  const [first, ...rest] = sound.components;
  if (first === undefined) throw new Error("a component");
  const unsound: readonly WeightProblem[] = [
    { ...sound, components: [] },
    { ...sound, components: [first, ...rest.slice(1), first] },
    { ...sound, components: [{ ...first, currentPpm: first.currentPpm + 1n }, ...rest] },
    { ...sound, components: [{ ...first, elasticityPpm: 0n }, ...rest] },
    { ...sound, components: [{ ...first, mostPpm: 1_000_001n }, ...rest] },
    { ...sound, covariance: sound.covariance.slice(1) },
    { ...sound, covariance: sound.covariance.map((row, at) => row.map((entry, to) => entry + BigInt(at - to))) },
    { ...sound, stepMostPpm: -1n },
  ];
  for (const problem of unsound) expect(() => optimise(problem)).toThrow();
  expect(() => optimise(sound)).not.toThrow();
});
