// The module `weights`: which weights the basket gets, by rule.
import { defineModule } from "#src/machine/module.ts";
import { blocks } from "./blocks.ts";
import { events } from "./events.ts";
import { genesis } from "./genesis.ts";
import { executedRebalancesReweighted, proposalsRecompute, recordsAreNumbered } from "./invariants.ts";
import { recordForecast } from "./messages/recordForecast.ts";
import { setPolicy } from "./messages/setPolicy.ts";
import { parameters } from "./parameters.ts";
import { criticality } from "./queries/criticality.ts";
import { forecast } from "./queries/forecast.ts";
import { observation } from "./queries/observation.ts";
import { observations as observationList } from "./queries/observations.ts";
import { policies as policyList } from "./queries/policies.ts";
import { policy } from "./queries/policy.ts";
import { preview } from "./queries/preview.ts";
import { rebalance } from "./queries/rebalance.ts";
import { rebalances as rebalanceList } from "./queries/rebalances.ts";
import { standing } from "./queries/standing.ts";
import { refusals } from "./refusals.ts";
import { forecasts, observations, policies, rebalances, standings } from "./tables.ts";

export const weights = defineModule({
  name: "weights",
  version: 1,
  summary:
    "Weights of the basket by rule: risk, scarcity and demand, announced with notice and executed at sound prices.",
  after: ["authority", "basket", "indicators", "issuance", "oracle"],
  tables: { standings, policies, observations, rebalances, forecasts },
  messages: { recordForecast, setPolicy },
  queries: {
    criticality,
    forecast,
    observation,
    observations: observationList,
    policies: policyList,
    policy,
    preview,
    rebalance,
    rebalances: rebalanceList,
    standing,
  },
  events,
  refusals,
  parameters,
  invariants: { recordsAreNumbered, proposalsRecompute, executedRebalancesReweighted },
  genesis,
  blocks,
});
