// A proposal from state: what the rule makes of policy, observations and indicators now.
import { present } from "#src/core/assert.ts";
import { read as basket } from "#src/modules/basket/access.ts";
import { type ComponentIndicators, type Indicator, read as indicators } from "#src/modules/indicators/access.ts";
import { read as oracle } from "#src/modules/oracle/access.ts";
import type { StateReader, Stored } from "#src/state/view.ts";
import { type Bounds, exactly } from "#src/weighting/scarcity/score.ts";
import { wholePpm } from "#src/weighting/vectors.ts";
import { recentObservations } from "./observing.ts";
import { parameters } from "./parameters.ts";
import { adoptedModel } from "./policies.ts";
import { covarianceAmong, type ProposalInput, propose, sortedComponents, volatilityPpm } from "./rules.ts";
import type { Figures, Obstacle, Policy, Proposal, RecordedBounds, RiskRules } from "./schemas.ts";

export function riskRules(state: StateReader): RiskRules {
  return {
    decayPpm: parameters.decayPpm.get(state),
    shrinkagePpm: parameters.shrinkagePpm.get(state),
    observationsLeast: Number(parameters.observationsLeast.get(state)),
    // A most below the least would leave nothing to measure.
    observationsMost: Number(
      parameters.observationsMost.get(state) > parameters.observationsLeast.get(state)
        ? parameters.observationsMost.get(state)
        : parameters.observationsLeast.get(state),
    ),
  };
}

/** New weights by a policy, or what is in the way; changes nothing. */
export function proposalOf(state: StateReader, policy: Stored<Policy>): Proposal | Obstacle {
  const rules = riskRules(state);
  const observations = recentObservations(state, rules.observationsMost);
  const intervalMs = observations.at(-1)?.intervalMs ?? Number(parameters.observationIntervalMs.get(state));
  const lines: ProposalInput[] = [];
  for (const { component } of sortedComponents(policy)) {
    const feed = present(basket.feed(state, component), "a policy names known components");
    if (oracle.price(state, feed).status === "unknown") return { why: "priceUnknown", component };
    const { averageNano, fromMs } = oracle.average(state, feed, basket.averageWindowMs(state));
    const quantity = basket.components(state).find((line) => line.component === component)?.quantity ?? 0n;
    lines.push({ component, feed, quantity, averageNano, averageFromMs: fromMs, figures: figuresOf(state, component) });
  }
  return propose({ policy, rules, intervalMs, observations, model: adoptedModel(state, policy), lines });
}

/** A year's volatility of one component by its own observations; undefined while they are too few. */
export function volatilityOf(state: StateReader, component: string): Bounds | undefined {
  const rules = riskRules(state);
  const observations = recentObservations(state, rules.observationsMost);
  const covariance = covarianceAmong(observations, [component], rules);
  const intervalMs = observations.at(-1)?.intervalMs;
  if (!Array.isArray(covariance) || intervalMs === undefined) return undefined;
  return exactly(volatilityPpm(covariance, 0, intervalMs));
}

/** What is known of a component, with the records that say so. */
export function figuresOf(state: StateReader, component: string): Figures {
  const known = indicators.indicatorsOf(state, component);
  const bounds = (indicator: Indicator): RecordedBounds => {
    const reading = known.indicators[indicator];
    return { ...reading.bounds, ...(reading.status === "unrecorded" ? {} : { record: reading.number }) };
  };
  const { leastPpm, mostPpm, ...recorded } = bounds("storability");
  return {
    concentration: concentrationFigures(known),
    recycling: bounds("recyclingRate"),
    substitutability: bounds("substitutability"),
    demandGrowth: bounds("demandGrowth"),
    strategicDemand: bounds("strategicDemandShare"),
    // What keeps is the opposite of what is scarce for not keeping.
    storability: { leastPpm: wholePpm - mostPpm, mostPpm: wholePpm - leastPpm, ...recorded },
  };
}

function concentrationFigures(known: ComponentIndicators): Figures["concentration"] {
  return (["mining", "refining"] as const).flatMap((stage) => {
    const found = known[stage];
    if (found === undefined) return [];
    const { record, governanceRecords, weightedLeast, weightedMost } = found;
    return [{ stage, record: record.number, governanceRecords, least: weightedLeast, most: weightedMost }];
  });
}
