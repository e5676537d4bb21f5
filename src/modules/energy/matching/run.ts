// Block work: matches the hours of closed days, and clears away what was kept for that, in slices.
import { present } from "#src/core/assert.ts";
import { limits } from "#src/core/limits.ts";
import type { State, StateReader } from "#src/state/view.ts";
import { closedQueue, requireDay } from "../days/days.ts";
import { hoursPerDay } from "../days/schemas.ts";
import { events } from "../events.ts";
import { makeActiveAgain } from "../expiry.ts";
import { dropSupplyCount, takeSupply } from "../reservations.ts";
import {
  bundles,
  closedDays,
  days,
  demand,
  flowDays,
  generationDays,
  zoneLinks,
  zoneNames,
  zoneStorages,
} from "../tables.ts";
import { matchNextHour } from "./hourRun.ts";
import { KnownIssues } from "./offers.ts";

/** One day at a time, in the order in which they closed, until as many entries are looked at as one block may; an hour at least. */
export function matchClosedDays(state: State): void {
  const issues = new KnownIssues();
  for (let left = limits.matchingEntriesPerBlockMax; left > 0; ) {
    const dayMs = closedDays.peek(state, closedQueue)?.dayMs;
    if (dayMs === undefined) return;
    const { matchedHours, supplyEntries, demandEntries } = requireDay(state, dayMs);
    if (matchedHours < hoursPerDay) left -= matchNextHour(state, dayMs, issues) + 1;
    else if (supplyEntries > 0) left -= releaseSupply(state, dayMs, left);
    else if (demandEntries > 0) left -= clearDemand(state, dayMs, left);
    else left -= finishDay(state, dayMs);
  }
}

/** Whether a closed day waits to be matched. */
export function isMatchingUnfinished(state: StateReader): boolean {
  return closedDays.size(state, closedQueue) > 0;
}

/** What was reserved and not claimed is active again. Returns how many bundles it took off the day's list. */
function releaseSupply(state: State, dayMs: number, most: number): number {
  for (let taken = 1; ; taken += 1) {
    const { entry, left } = takeSupply(state, dayMs);
    const { device, firstId } = entry;
    const whole = present(bundles.get(state, device, firstId), "a listed bundle has a row");
    dropSupplyCount(state, dayMs, whole.holder);
    if (whole.state === "reserved") {
      makeActiveAgain(state, { range: { device, bundle: firstId, firstId, lastId: whole.lastId }, whole });
    }
    if (left === 0 || taken === most) return taken;
  }
}

/** The results of loads stay; only the list of who consumed goes. */
function clearDemand(state: State, dayMs: number, most: number): number {
  const day = requireDay(state, dayMs);
  const taken = Math.min(most, day.demandEntries);
  const demandEntries = day.demandEntries - taken;
  for (let entry = demandEntries; entry < day.demandEntries; entry += 1) demand.delete(state, dayMs, entry);
  days.put(state, dayMs, { ...day, demandEntries });
  return taken;
}

/** Interconnectors into a zone, and the meters of its storage devices. */
function flowMetersOf(state: StateReader, zone: string): string[] {
  const links = (zoneLinks.get(state, zone) ?? []).map(({ device }) => device);
  const meters = (zoneStorages.get(state, zone) ?? []).flatMap(({ charging, discharging }) =>
    discharging === undefined ? [charging] : [charging, discharging],
  );
  return [...links, ...meters];
}

/** Clears what is kept by zone, of which there are few, and lets the next day begin. */
function finishDay(state: State, dayMs: number): number {
  const zones = zoneNames.get(state) ?? [];
  let looked = zones.length + 1;
  for (const zone of zones) {
    if (generationDays.has(state, zone, dayMs)) generationDays.delete(state, zone, dayMs);
    for (const device of flowMetersOf(state, zone)) {
      looked += 1;
      if (flowDays.has(state, device, dayMs)) flowDays.delete(state, device, dayMs);
    }
  }
  closedDays.take(state, closedQueue);
  days.put(state, dayMs, { ...requireDay(state, dayMs), matchedMs: state.timeMs });
  state.emit(events.dayMatched({ dayMs }));
  return looked;
}
