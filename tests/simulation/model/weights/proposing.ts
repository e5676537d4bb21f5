// The weights that the rule must find, from everything that the model knows.
import { createHash } from "node:crypto";
import { byText, floor, greatest, least, sum } from "../arithmetic.ts";
import { basketOf, currentBasket } from "../basket/book.ts";
import { hex } from "../encoding.ts";
import type { Model } from "../model.ts";
import { averageOf, priceOf } from "../oracle/prices.ts";
import { parameter, parameterNumber } from "../parameters/book.ts";
import { covariance } from "./arithmetic/covariance.ts";
import { shift } from "./arithmetic/forecast.ts";
import { optimum } from "./arithmetic/optimiser.ts";
import { scarcityOf, targetWeights } from "./arithmetic/scarcity.ts";
import { type Observed, type Obstacle, type PolicyContent, type Proposal, weightsOf } from "./book.ts";
import { figuresOf } from "./figures.ts";

const whole = 1_000_000n;
const yearMs = 31_557_600_000n;

const rulesOf = (model: Model) => {
  const observationsLeast = parameterNumber(model, "weights.observationsLeast");
  return {
    decayPpm: parameter(model, "weights.decayPpm"),
    shrinkagePpm: parameter(model, "weights.shrinkagePpm"),
    observationsLeast,
    observationsMost: Math.max(observationsLeast, parameterNumber(model, "weights.observationsMost")),
  };
};

/** The observations of one length of interval up to the last one, and no more intervals than count. */
function observationsOf(model: Model, most: number): Observed[] {
  const { observations, observed } = weightsOf(model);
  const last = observations.get(observed.value);
  const found: Observed[] = [];
  for (let number = observed.value; number > 0 && last !== undefined; number -= 1) {
    const each = observations.get(number);
    if (each === undefined || each.intervalMs !== last.intervalMs || last.slot - each.slot > most) break;
    found.unshift(each);
  }
  return found;
}

/** Prices of a component by interval, oldest first; none for an interval without one. */
function pricesOf(observed: readonly Observed[], component: string): (bigint | undefined)[] {
  const priceIn = (slot: number) =>
    observed.find((each) => each.slot === slot)?.prices.find((price) => price.component === component)?.averageNano;
  const [first, last] = [observed[0]?.slot ?? 0, observed.at(-1)?.slot ?? 0];
  return Array.from({ length: last - first + 1 }, (_, at) => priceIn(first + at));
}

/** Returns from interval to interval; none beside an interval without a price. */
function returnsOf(prices: readonly (bigint | undefined)[]): (bigint | undefined)[] {
  return prices.slice(1).map((after, at) => {
    const before = prices[at];
    const isKnown = before !== undefined && after !== undefined;
    return isKnown ? least(10_000_000n, ((after - before) * whole) / before) : undefined;
  });
}

/** The largest whole number whose square is no more. */
function root(value: bigint): bigint {
  let [holds, fails] = [0n, value + 1n];
  while (fails - holds > 1n) {
    const middle = (holds + fails) / 2n;
    if (middle * middle <= value) holds = middle;
    else fails = middle;
  }
  return holds;
}

/** The whole in these proportions, rounded down; what is over goes to whoever lost most, the earlier one first. */
function sharesOf(parts: readonly bigint[]): bigint[] {
  const total = sum(parts);
  const shares = parts.map((part) => floor(part * whole, total));
  const lost = parts.map((part) => (part * whole) % total);
  while (sum(shares) < whole) {
    const most = lost.indexOf(greatest(...lost));
    shares[most] = (shares[most] ?? 0n) + 1n;
    lost[most] = -1n;
  }
  return shares;
}

function shiftOf(model: Model, { forecast }: PolicyContent, prices: readonly (bigint | undefined)[]): bigint {
  if (forecast === undefined) return 0n;
  const { trees } = weightsOf(model).forecasts.at(hex(forecast.modelHash)).model;
  return shift(trees, prices, forecast.bandPpm);
}

export function limitsOf({ groups, ...policy }: PolicyContent) {
  const { riskAversionPpm, turnoverCostPpm, stepMostPpm, turnoverMostPpm } = policy;
  const caps = groups.map(({ name, components, mostPpm }) => ({ name, symbols: components, mostPpm }));
  return { groups: caps, riskAversionPpm, turnoverCostPpm, stepMostPpm, turnoverMostPpm };
}

/** A proposal with every step, or what is in its way. */
export function proposalOf(model: Model, policy: PolicyContent & { readonly number: number }): Obstacle | Proposal {
  const rules = rulesOf(model);
  const observed = observationsOf(model, rules.observationsMost);
  const intervalMs = observed.at(-1)?.intervalMs ?? parameterNumber(model, "weights.observationIntervalMs");
  const components = [...policy.components].sort((left, right) => byText(left.component, right.component));
  const feedOf = (component: string) => basketOf(model).components.at(component);
  const unpriced = components.find(({ component }) => priceOf(model, feedOf(component)) === undefined);
  if (unpriced !== undefined) return { why: "priceUnknown", component: unpriced.component };

  const prices = components.map(({ component }) => pricesOf(observed, component));
  const returns = prices.map(returnsOf);
  const isShort = (row: readonly (bigint | undefined)[]) =>
    row.filter((each) => each !== undefined).length < rules.observationsLeast;
  const short = components[returns.findIndex(isShort)];
  if (short !== undefined) return { why: "observationsTooFew", component: short.component };
  const matrix = covariance(returns, {
    ...rules,
    periodsLeast: rules.observationsLeast,
    periodsMost: rules.observationsMost,
  });
  if (matrix === undefined) return { why: "observationsTooFew" };

  const windowMs = parameterNumber(model, "basket.averageWindowMs");
  const lines = components.map(({ component, basePpm }, at) => {
    const volatilityPpm = least(whole, root(((matrix[at]?.[at] ?? 0n) * yearMs) / BigInt(intervalMs)));
    const volatility = { leastPpm: volatilityPpm, mostPpm: volatilityPpm };
    const figures = figuresOf(model, component);
    const { averageNano, fromMs } = averageOf(model, feedOf(component), windowMs);
    const quantity = currentBasket(model).lines.find((line) => line.component === component)?.quantity ?? 0n;
    const score = { volatility, ...scarcityOf({ ...figures, volatility }) };
    const shiftPpm = shiftOf(model, policy, prices[at] ?? []);
    return {
      component,
      basePpm,
      shiftPpm,
      feed: feedOf(component),
      quantity,
      averageNano,
      averageFromMs: fromMs,
      figures,
      score,
    };
  });
  const worths = lines.map(({ quantity, averageNano }) => quantity * averageNano);
  const current = sharesOf(sum(worths) === 0n ? lines.map(({ basePpm }) => basePpm) : worths);
  const targets = targetWeights(
    lines.map(({ basePpm, shiftPpm, figures, score }) => ({
      ...{ basePpm, shiftPpm },
      criticalityPpm: score.criticality.leastPpm,
      strategicDemandPpm: figures.strategicDemand.leastPpm,
      storabilityPpm: figures.storability.mostPpm,
    })),
    policy,
  );
  const found = optimum({
    ...limitsOf(policy),
    components: components.map(({ component, leastPpm, mostPpm, elasticityPpm }, at) => ({
      symbol: component,
      currentPpm: current[at] ?? 0n,
      targetPpm: targets[at] ?? 0n,
      ...{ leastPpm, mostPpm, elasticityPpm },
    })),
    covariance: matrix,
  });
  if (!found.isFeasible) return { why: "limitsCannotHold" };
  const { weightsPpm, objective, kktResidual, moves, limits, relaxed } = found;
  return {
    policy: policy.number,
    rules,
    firstObservation: observed[0]?.number ?? 0,
    lastObservation: observed.at(-1)?.number ?? 0,
    intervalMs,
    covarianceHash: new Uint8Array(createHash("sha256").update(matrix.map(String).join("\n")).digest()),
    lines: lines.map(({ basePpm: _, ...line }, at) => ({
      ...line,
      currentPpm: current[at] ?? 0n,
      targetPpm: targets[at] ?? 0n,
      weightPpm: weightsPpm[at] ?? 0n,
    })),
    ...{ objective, kktResidual, moves, limits, relaxed },
  };
}
