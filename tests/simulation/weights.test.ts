// The arithmetic of weights and its independent model give the same answers, to the last unit.
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { covarianceOf } from "#src/weighting/risk/covariance.ts";
import { scoreOf } from "#src/weighting/scarcity/score.ts";
import { targetsOf } from "#src/weighting/scarcity/targets.ts";
import { optimise } from "#src/weighting/solver/optimise.ts";
import type { WeightProblem } from "#src/weighting/solver/problem.ts";
import { covarianceInputs, drawnProblems, figures, hedgedProblems, targetInputs } from "#tests/support/weightInputs.ts";
import { gram, wideProblem } from "#tests/support/weightProblems.ts";
import { covariance } from "./model/weights/arithmetic/covariance.ts";
import { type Answer, optimum } from "./model/weights/arithmetic/optimiser.ts";
import { scarcityOf, targetWeights } from "./model/weights/arithmetic/scarcity.ts";

/** How often each kind of answer came up, so that none is compared by name alone. */
class Tally {
  readonly #counts = new Map<string, number>();

  count(kinds: Iterable<string>): void {
    for (const kind of new Set(kinds)) this.#counts.set(kind, (this.#counts.get(kind) ?? 0) + 1);
  }

  rarer(than: number, kinds: readonly string[]): string[] {
    return kinds.filter((kind) => (this.#counts.get(kind) ?? 0) < than);
  }
}

function kindsOf(problem: WeightProblem, answer: Answer): string[] {
  if (!answer.isFeasible) return ["cannot hold", ...answer.binding.map((name) => name.replace(/ .*$/, ""))];
  const kinds = ["solved", ...answer.relaxed.map((name) => name.replace(/ .*$/, " of one"))];
  if (answer.moves > 5) kinds.push("moves");
  if (answer.kktResidual > 0n) kinds.push("residual");
  if (problem.groups.length > 1) kinds.push("groups");
  return kinds;
}

describe("weights", () => {
  test("are the same for drawn problems, whatever becomes of boxes, groups and limits", () => {
    const tally = new Tally();
    fc.assert(
      fc.property(drawnProblems, (problem) => {
        const answer = optimum(problem);
        expect(optimise(problem)).toStrictEqual(answer);
        tally.count(kindsOf(problem, answer));
      }),
      { numRuns: 600 },
    );
    expect(tally.rarer(40, ["cannot hold", "least", "most", "group", "solved", "moves", "residual", "groups"])).toEqual(
      [],
    );
    expect(tally.rarer(15, ["step", "step of one", "turnover"])).toEqual([]);
  });

  test("are the same where the turnover leaves room for two exchanges at once alone", () => {
    fc.assert(
      fc.property(hedgedProblems, (problem) => {
        expect(optimise(problem)).toStrictEqual(optimum(problem));
      }),
      { numRuns: 300 },
    );
  });

  test.each([8, 12])("are the same for %i components far from their targets", (components) => {
    for (const turnoverMostPpm of [40_000n, 2_000_000n]) {
      const problem = wide(components, turnoverMostPpm);
      expect(optimise(problem)).toStrictEqual(optimum(problem));
    }
  });
});

function wide(components: number, turnoverMostPpm: bigint): WeightProblem {
  const elasticities = [1_000_000n, 300_000n];
  const scale = { riskAversionPpm: 10n ** 10n, sharedReturnPpm: 20_000, seed: 3 };
  return wideProblem({ components, turnoverMostPpm, elasticities, isGrouped: true, ...scale });
}

test("whatever weights depend on changes them", () => {
  const range = { leastPpm: 100_000n, mostPpm: 600_000n, elasticityPpm: 1_000_000n };
  const moving = { symbol: "B", currentPpm: 300_000n, targetPpm: 350_000n, ...range };
  const others = [
    { symbol: "A", currentPpm: 400_000n, targetPpm: 350_000n, ...range },
    { symbol: "C", currentPpm: 300_000n, targetPpm: 300_000n, ...range },
  ];
  const base: WeightProblem = {
    components: [moving, ...others],
    groups: [{ name: "metals", symbols: ["B", "C"], mostPpm: 640_000n }],
    covariance: gram([[900n], [200n], [-400n]], 1_000n),
    riskAversionPpm: 10n ** 9n,
    turnoverCostPpm: 1_000n,
    stepMostPpm: 200_000n,
    turnoverMostPpm: 300_000n,
  };
  const withMoving = (change: Partial<typeof moving>) => ({
    ...base,
    components: [{ ...moving, ...change }, ...others],
  });
  const disturbed: Record<string, WeightProblem> = {
    symbol: withMoving({ symbol: "Z" }),
    target: withMoving({ targetPpm: 351_000n }),
    elasticity: withMoving({ elasticityPpm: 990_000n }),
    least: withMoving({ leastPpm: 330_000n }),
    most: withMoving({ mostPpm: 200_000n }),
    current: {
      ...base,
      components: base.components.map((each, at) => ({ ...each, currentPpm: at === 1 ? 1_000_000n : 0n })),
    },
    covariance: { ...base, covariance: gram([[901n], [200n], [-400n]], 1_000n) },
    riskAversion: { ...base, riskAversionPpm: 10n ** 9n + 10n ** 6n },
    turnoverCost: { ...base, turnoverCostPpm: 100_000n },
    step: { ...base, stepMostPpm: 20_000n },
    turnover: { ...base, turnoverMostPpm: 101_000n },
    group: { ...base, groups: [{ name: "metals", symbols: ["B", "C"], mostPpm: 630_000n }] },
  };
  const weightsOf = (answer: Answer) => (answer.isFeasible ? answer.weightsPpm : []);
  expect(optimise(base)).toStrictEqual(optimum(base));
  const same = Object.entries(disturbed)
    .filter(([, problem]) => `${weightsOf(optimise(base))}` === `${weightsOf(optimum(problem))}`)
    .map(([what]) => what);
  expect(same).toEqual([]);
});

test("covariances are the same, with gaps, short rows, rows that stand still and rows against each other", () => {
  const tally = new Tally();
  fc.assert(
    fc.property(covarianceInputs, ({ returns, rules }) => {
      const entries = covariance(returns, rules);
      expect(covarianceOf(returns, rules)).toStrictEqual(entries);
      if (entries === undefined) tally.count(["undefined"]);
      else tally.count(["defined", ...entries.flat().map((entry) => (entry < 0n ? "negative" : "other"))]);
    }),
    { numRuns: 1_200 },
  );
  expect(tally.rarer(100, ["undefined", "defined", "negative"])).toEqual([]);
});

test("scores are the same at both ends of what is known", () => {
  fc.assert(
    fc.property(figures, (drawn) => {
      expect(scoreOf(drawn)).toStrictEqual(scarcityOf(drawn));
    }),
    { numRuns: 1_000 },
  );
});

test("targets are the same, also where nothing is left of any", () => {
  const tally = new Tally();
  fc.assert(
    fc.property(targetInputs, ({ components, tilts }) => {
      expect(targetsOf(components, tilts)).toStrictEqual(targetWeights(components, tilts));
      tally.count([components.every(({ storabilityPpm }) => storabilityPpm === 0n) ? "nothing" : "something"]);
    }),
    { numRuns: 1_200 },
  );
  expect(tally.rarer(100, ["nothing", "something"])).toEqual([]);
});
