// Observations: average prices of every interval, kept in a ring.

import { present } from "#src/core/assert.ts";
import { limits } from "#src/core/limits.ts";
import { compareText } from "#src/core/order.ts";
import { read as basket } from "#src/modules/basket/access.ts";
import { read as oracle } from "#src/modules/oracle/access.ts";
import type { State, StateReader, Stored } from "#src/state/view.ts";
import { events } from "./events.ts";
import { parameters } from "./parameters.ts";
import { requireStanding, rulingPolicy } from "./policies.ts";
import type { Observation } from "./schemas.ts";
import { observations, standings } from "./tables.ts";

/** Which interval a moment lies in, counted from 1970. */
export function slotOf(timeMs: number, intervalMs: number): number {
  return Math.floor(timeMs / intervalMs);
}

/** Keeps what prices were over the interval that has ended, once; intervals of another length begin a new series. */
export function observeWhenDue(state: State): void {
  const intervalMs = Number(parameters.observationIntervalMs.get(state));
  const slot = slotOf(state.timeMs, intervalMs);
  const standing = requireStanding(state);
  if (standing.observedIntervalMs === intervalMs && slot <= standing.observedSlot) return;
  const moved = { ...standing, observedSlot: slot, observedIntervalMs: intervalMs };
  if (standing.observedIntervalMs !== intervalMs) {
    standings.put(state, moved);
    return;
  }
  const number = standing.observations + 1;
  const prices = observedComponents(state).flatMap((component) => averageOf(state, component, intervalMs));
  standings.put(state, { ...moved, observations: number });
  keepObservation(state, { number, slot: slot - 1, intervalMs, atMs: state.timeMs, prices });
  state.emit(events.pricesObserved({ number, slot: slot - 1, prices: prices.length }));
}

export function keepObservation(state: State, observation: Observation): void {
  observations.put(state, observation.number, observation);
  const outworn = observation.number - limits.observationsKept;
  if (outworn > 0) observations.delete(state, outworn);
}

/** What the policy names and what the basket has. */
function observedComponents(state: StateReader): string[] {
  const named = [...(rulingPolicy(state)?.components ?? []), ...basket.components(state)];
  return [...new Set(named.map(({ component }) => component))].sort(compareText);
}

/** Nothing where the price is unknown or stale: a stuck feed has no returns, rather than returns of zero. */
function averageOf(state: StateReader, component: string, intervalMs: number) {
  const feed = present(basket.feed(state, component), "a component is priced by a feed");
  const { status } = oracle.price(state, feed);
  if (status === "unknown" || status === "stale") return [];
  return [{ component, averageNano: oracle.average(state, feed, intervalMs).averageNano }];
}

/** The newest observations that count, oldest first: of one length, and no older than the intervals looked at. */
export function recentObservations(state: StateReader, most: number): Stored<Observation>[] {
  const { observations: count } = requireStanding(state);
  const found: Stored<Observation>[] = [];
  for (let number = count; number > 0 && found.length <= most; number -= 1) {
    const observation = observations.get(state, number);
    const newest = found[0] === undefined ? observation : found.at(-1);
    if (observation === undefined || observation.intervalMs !== newest?.intervalMs) break;
    if ((found[0]?.slot ?? observation.slot) - observation.slot > most) break;
    found.push(observation);
  }
  return found.reverse();
}
