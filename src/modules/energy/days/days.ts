// UTC days: the first record that touches one opens it, and it closes a while after its end.
import { present } from "#src/core/assert.ts";
import { limits } from "#src/core/limits.ts";
import type { State, StateReader, Stored } from "#src/state/view.ts";
import { events } from "../events.ts";
import { parameters } from "../parameters.ts";
import { closedDays, closings, days } from "../tables.ts";
import { dayMs as dayLengthMs, dayOf } from "./hours.ts";
import type { Day } from "./schemas.ts";

/** The one queue of closed days. */
export const closedQueue = "days";

export function requireDay(state: StateReader, dayMs: number): Stored<Day> {
  return present(days.get(state, dayMs), "a day with records is open, closed or matched");
}

export function isClosed({ closedMs }: Stored<Day>): boolean {
  return closedMs !== undefined;
}

/** Whether what was recorded at a moment came too late for the day of an interval. */
export function isLate(state: StateReader, recordedMs: number, intervalStartMs: number): boolean {
  const closedMs = days.get(state, dayOf(intervalStartMs))?.closedMs;
  return closedMs !== undefined && recordedMs >= closedMs;
}

/** The day, opened now where nothing touched it before: it then closes as late as if it ended now, should it be over. */
export function openDay(state: State, dayMs: number): Stored<Day> {
  const known = days.get(state, dayMs);
  if (known !== undefined) return known;
  const closesMs = Math.max(dayMs + dayLengthMs, state.timeMs) + Number(parameters.closingDelayMs.get(state));
  const day: Day = {
    openedMs: state.timeMs,
    closesMs,
    cleanMostGramsPerMwh: Number(parameters.cleanMostGramsPerMwh.get(state)),
    matchedHours: 0,
    supplyEntries: 0,
    demandEntries: 0,
  };
  days.put(state, dayMs, day);
  closings.add(state, closesMs, { dayMs });
  state.emit(events.dayOpened({ dayMs, closesMs }));
  return day;
}

/** Block work: closes the days whose time has come, a bounded number of them; from then on what comes for them is late. */
export function closeDueDays(state: State): void {
  for (const { dayMs } of closings.takeDue(state, limits.dueItemsPerBlockMax)) {
    days.put(state, dayMs, { ...requireDay(state, dayMs), closedMs: state.timeMs });
    closedDays.push(state, closedQueue, { dayMs });
    state.emit(events.dayClosed({ dayMs }));
  }
}
