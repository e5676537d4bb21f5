// Arithmetic of a proposal: from observed prices and figures to weights. Without state, so that whoever has the inputs can run it.

import { minimum, splitByLargestRemainder, squareRootDown } from "#src/core/arithmetic.ts";
import { compareText } from "#src/core/order.ts";
import { sha256 } from "#src/crypto/sha256.ts";
import type { Stored } from "#src/state/view.ts";
import { featuresOf } from "#src/weighting/forecast/features.ts";
import type { ForecastModel } from "#src/weighting/forecast/model.ts";
import { shiftOf } from "#src/weighting/forecast/shift.ts";
import { covarianceOf } from "#src/weighting/risk/covariance.ts";
import { returnsOf } from "#src/weighting/risk/returns.ts";
import { type Bounds, exactly, scoreOf } from "#src/weighting/scarcity/score.ts";
import { targetsOf } from "#src/weighting/scarcity/targets.ts";
import { optimise } from "#src/weighting/solver/optimise.ts";
import { entryAt, type Matrix, type Vector, wholePpm } from "#src/weighting/vectors.ts";
import type { Figures, Observation, Obstacle, PolicyContent, Proposal, ProposedLine, RiskRules } from "./schemas.ts";

/** 365.25 days. */
export const yearMs = 31_557_600_000n;

/** What goes into a proposal of one component. */
export type ProposalInput = Pick<
  ProposedLine,
  "component" | "feed" | "quantity" | "averageNano" | "averageFromMs" | "figures"
>;

export interface ProposalInputs {
  readonly policy: Stored<PolicyContent> & { readonly number: number };
  readonly rules: RiskRules;
  readonly intervalMs: number;
  /** Without a gap in their numbers, oldest first, with intervals of `intervalMs`. */
  readonly observations: readonly Stored<Observation>[];
  /** The forecast's model that the policy adopts. */
  readonly model?: ForecastModel | undefined;
  /** A line for each component of the policy, in the order of their names. */
  readonly lines: readonly Stored<ProposalInput>[];
}

/** New weights with every step that leads to them, or what is in the way. */
export function propose(inputs: ProposalInputs): Proposal | Obstacle {
  const { policy, rules, intervalMs, observations, lines } = inputs;
  const components = lines.map(({ component }) => component);
  const covariance = covarianceAmong(observations, components, rules);
  if ("why" in covariance) return covariance;
  const scores = lines.map(({ figures }, at) => score(figures, exactly(volatilityPpm(covariance, at, intervalMs))));
  const shifts = components.map((component) => shiftFor(inputs, component));
  const targets = targetsFor(policy, lines, scores, shifts);
  const current = currentPpm(policy, lines);
  const solved = optimise({
    ...limitsOf(policy),
    components: sortedComponents(policy).map(({ component, leastPpm, mostPpm, elasticityPpm }, at) => ({
      symbol: component,
      currentPpm: entryAt(current, at),
      targetPpm: entryAt(targets, at),
      ...{ leastPpm, mostPpm, elasticityPpm },
    })),
    covariance,
  });
  if (!solved.isFeasible) return { why: "limitsCannotHold" };
  return {
    policy: policy.number,
    rules,
    firstObservation: observations[0]?.number ?? 0,
    lastObservation: observations.at(-1)?.number ?? 0,
    intervalMs,
    covarianceHash: hashOf(covariance),
    lines: lines.map((line, at) => ({
      ...(line as ProposalInput),
      currentPpm: entryAt(current, at),
      score: entryAt(scores, at),
      shiftPpm: entryAt(shifts, at),
      targetPpm: entryAt(targets, at),
      weightPpm: entryAt(solved.weightsPpm, at),
    })),
    objective: solved.objective,
    kktResidual: solved.kktResidual,
    moves: solved.moves,
    limits: solved.limits,
    relaxed: [...solved.relaxed],
  };
}

/** The covariance of the components' returns, or the first component with too few of them. */
export function covarianceAmong(
  observations: readonly Stored<Observation>[],
  components: readonly string[],
  rules: RiskRules,
): Matrix | Obstacle {
  const returns = components.map((component) => returnsOf(pricesOf(observations, component, rules)));
  const tooFew = returns.findIndex((row) => row.filter((each) => each !== undefined).length < rules.observationsLeast);
  const covariance = tooFew >= 0 ? undefined : covarianceOf(returns, covarianceRules(rules));
  if (covariance !== undefined) return covariance;
  const component = components[tooFew];
  return { why: "observationsTooFew", ...(component === undefined ? {} : { component }) };
}

/** The prices of a component by interval, newest last; undefined where there was none, and for an interval that nobody observed. */
function pricesOf(
  observations: readonly Stored<Observation>[],
  component: string,
  { observationsMost }: RiskRules,
): (bigint | undefined)[] {
  const newest = observations.at(-1)?.slot ?? 0;
  const prices = new Array<bigint | undefined>(
    Math.min(observationsMost, newest - (observations[0]?.slot ?? 0)) + 1,
  ).fill(undefined);
  for (const { slot, prices: observed } of observations) {
    const at = prices.length - 1 - (newest - slot);
    if (at >= 0) prices[at] = observed.find((price) => price.component === component)?.averageNano;
  }
  return prices;
}

function covarianceRules({ decayPpm, shrinkagePpm, observationsLeast, observationsMost }: RiskRules) {
  return { decayPpm, shrinkagePpm, periodsLeast: observationsLeast, periodsMost: observationsMost };
}

/** The standard deviation of a year's return in millionths, at most one; from one interval by the root of time. */
export function volatilityPpm(covariance: Matrix, at: number, intervalMs: number): bigint {
  const variance = entryAt(entryAt(covariance, at), at);
  return minimum(wholePpm, squareRootDown((variance * yearMs) / BigInt(intervalMs)));
}

/** Every step of a component's criticality. */
export function score(figures: Stored<Figures>, volatility: Bounds) {
  return { volatility, ...scoreOf({ ...figures, volatility }) };
}

function targetsFor(
  policy: Stored<PolicyContent>,
  lines: readonly Pick<Stored<ProposalInput>, "figures">[],
  scores: readonly ReturnType<typeof score>[],
  shifts: Vector,
): bigint[] {
  const tilted = sortedComponents(policy).map(({ basePpm }, at) => {
    const { strategicDemand, storability } = entryAt(lines, at).figures;
    return {
      basePpm,
      criticalityPpm: entryAt(scores, at).criticality.leastPpm,
      strategicDemandPpm: strategicDemand.leastPpm,
      storabilityPpm: storability.mostPpm,
      shiftPpm: entryAt(shifts, at),
    };
  });
  return targetsOf(tilted, policy);
}

/** What the adopted forecast makes of a component's own prices; nothing without one. */
function shiftFor({ policy: { forecast }, model, observations, rules }: ProposalInputs, component: string): bigint {
  if (forecast === undefined || model === undefined) return 0n;
  return shiftOf(model, featuresOf(pricesOf(observations, component, rules)), forecast.bandPpm);
}

/** Shares at average prices; what is worth nothing at all weighs as its base. */
function currentPpm(policy: Stored<PolicyContent>, lines: readonly Stored<ProposalInput>[]): Vector {
  const worths = lines.map(({ quantity, averageNano }) => quantity * averageNano);
  const isNothing = worths.every((worth) => worth === 0n);
  return splitByLargestRemainder(wholePpm, isNothing ? sortedComponents(policy).map(({ basePpm }) => basePpm) : worths);
}

export function sortedComponents({ components }: Stored<PolicyContent>) {
  return [...components].sort((left, right) => compareText(left.component, right.component));
}

function limitsOf({ groups, riskAversionPpm, turnoverCostPpm, stepMostPpm, turnoverMostPpm }: Stored<PolicyContent>) {
  return {
    groups: groups.map(({ name, components, mostPpm }) => ({ name, symbols: components, mostPpm })),
    ...{ riskAversionPpm, turnoverCostPpm, stepMostPpm, turnoverMostPpm },
  };
}

/** The names of bounds and groups that cannot hold together; empty for a policy that has weights. */
export function bindingOf(policy: Stored<PolicyContent>): readonly string[] {
  const components = policy.components.map(({ component, basePpm, leastPpm, mostPpm, elasticityPpm }) => ({
    symbol: component,
    currentPpm: basePpm,
    targetPpm: basePpm,
    ...{ leastPpm, mostPpm, elasticityPpm },
  }));
  const nothing = components.map(() => components.map(() => 0n));
  const solved = optimise({ ...limitsOf(policy), components, covariance: nothing });
  return solved.isFeasible ? [] : solved.binding;
}

const text = new TextEncoder();

/** SHA-256 of the entries in decimal, commas within a row and a line feed between rows. */
export function hashOf(covariance: Matrix): Uint8Array {
  return sha256(text.encode(covariance.map((row) => row.join(",")).join("\n")));
}
