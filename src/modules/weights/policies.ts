// Policies: which one rules, and what is wrong with one.
import { assert, present } from "#src/core/assert.ts";
import type { Refusal } from "#src/core/refusal.ts";
import { bytesToHex } from "#src/crypto/hex.ts";
import { read as basket } from "#src/modules/basket/access.ts";
import type { State, StateReader, Stored } from "#src/state/view.ts";
import type { ForecastModel } from "#src/weighting/forecast/model.ts";
import { wholePpm } from "#src/weighting/vectors.ts";
import { refusals } from "./refusals.ts";
import { bindingOf } from "./rules.ts";
import type { Policy, PolicyContent, Standing } from "./schemas.ts";
import { forecasts, policies, rebalances, standings } from "./tables.ts";

export function requireStanding(state: StateReader): Stored<Standing> {
  return present(standings.get(state), "genesis makes the module's standing");
}

/** The policy that rules; nothing before the first. */
export function rulingPolicy(state: StateReader): Stored<Policy> | undefined {
  const { policies: count } = requireStanding(state);
  return count === 0 ? undefined : present(policies.get(state, count), "policies are kept");
}

/** The forecast's model that a policy adopts. */
export function adoptedModel(state: StateReader, { forecast }: Stored<PolicyContent>): ForecastModel | undefined {
  if (forecast === undefined) return undefined;
  const record = present(forecasts.get(state, bytesToHex(forecast.modelHash)), "a policy adopts what is there");
  return record.model as ForecastModel;
}

/** What keeps a policy from ruling; nothing for a sound one. */
export function policyFault(state: StateReader, content: Stored<PolicyContent>): Refusal | undefined {
  const { components, groups, forecast } = content;
  const named = new Set<string>();
  for (const { component, leastPpm, mostPpm } of components) {
    if (named.has(component)) return refusals.componentRepeated({ component });
    named.add(component);
    if (basket.feed(state, component) === undefined) return refusals.unknownComponent({ component });
    if (leastPpm > mostPpm) return refusals.boundsCrossed({ component });
  }
  const leftOut = wantedComponents(state).find((component) => !named.has(component));
  if (leftOut !== undefined) return refusals.componentLeftOut({ component: leftOut });
  const sumPpm = components.reduce((sum, { basePpm }) => sum + basePpm, 0n);
  if (sumPpm !== wholePpm) return refusals.basesNotWhole({ sumPpm });
  const modelHash = forecast === undefined ? undefined : bytesToHex(forecast.modelHash);
  if (modelHash !== undefined && !forecasts.has(state, modelHash)) return refusals.unknownForecast({ modelHash });
  const fault = groupsFault(groups, named);
  if (fault !== undefined) return fault;
  const binding = bindingOf(content);
  return binding.length === 0 ? undefined : refusals.limitsCannotHold({ binding: binding.join(", ").slice(0, 256) });
}

/** What the basket has, and what it will have when the announced rebalance is executed. */
function wantedComponents(state: StateReader): string[] {
  const { live } = requireStanding(state);
  const lines = live === undefined ? [] : (rebalances.get(state, live)?.proposal?.lines ?? []);
  return [...basket.components(state), ...lines].map(({ component }) => component);
}

function groupsFault(groups: Stored<PolicyContent>["groups"], named: ReadonlySet<string>): Refusal | undefined {
  for (const [at, { name: group, components }] of groups.entries()) {
    if (groups.findIndex(({ name }) => name === group) !== at) return refusals.groupRepeated({ group });
    for (const [place, component] of components.entries()) {
      if (!named.has(component)) return refusals.groupUnknown({ group, component });
      if (components.indexOf(component) !== place) return refusals.componentRepeated({ component });
    }
  }
  return undefined;
}

/** Keeps a policy that was checked; it rules from the next announcement on. */
export function keepPolicy(state: State, content: Omit<Policy, "number" | "atMs">): Policy {
  const standing = requireStanding(state);
  const number = standing.policies + 1;
  assert(!policies.has(state, number), "policies are numbered in their order");
  const policy = { ...content, number, atMs: state.timeMs };
  policies.put(state, number, policy);
  standings.put(state, { ...standing, policies: number });
  return policy;
}
