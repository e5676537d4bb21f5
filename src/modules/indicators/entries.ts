// Which record is in force and which is to come: entries, and how a record gets its place in one.
import type { Account } from "#src/core/account.ts";
import { assert, present } from "#src/core/assert.ts";
import type { State, StateReader, Stored } from "#src/state/view.ts";
import { refusals } from "./refusals.ts";
import { periodEndMs } from "./rules.ts";
import type { Entry, Indicator, IndicatorRecord, Provenance, Stage, Statement } from "./schemas.ts";
import { governanceOf, indicatorRecords, recordCounts, sharesOf, values } from "./tables.ts";

/** Where one kind of figure has its entry. */
export interface Place {
  get(state: StateReader): Stored<Entry> | undefined;
  put(state: State, entry: Stored<Entry>): void;
}

export const places = {
  indicator: ({ component, indicator }: { readonly component: string; readonly indicator: Indicator }): Place => ({
    get: (state) => values.get(state, component, indicator),
    put: (state, entry) => values.put(state, component, indicator, entry),
  }),
  shares: ({ component, stage }: { readonly component: string; readonly stage: Stage }): Place => ({
    get: (state) => sharesOf.get(state, component, stage),
    put: (state, entry) => sharesOf.put(state, component, stage, entry),
  }),
  governance: ({ country }: { readonly country: string }): Place => ({
    get: (state) => governanceOf.get(state, country),
    put: (state, entry) => governanceOf.put(state, country, entry),
  }),
};

/** The entry as it is at a moment: what was pending and whose moment has come is in force. */
export function entryAt(entry: Stored<Entry> | undefined, timeMs: number): Stored<Entry> {
  if (entry?.pending === undefined) return entry ?? {};
  return entry.pending.fromMs <= timeMs ? { inForce: entry.pending } : entry;
}

export interface EntryRecords {
  readonly inForce?: Stored<IndicatorRecord>;
  readonly pending?: Stored<IndicatorRecord>;
}

/** The records that a place points to now. */
export function recordsAt(state: StateReader, place: Place): EntryRecords {
  const { inForce, pending } = entryAt(place.get(state), state.timeMs);
  return {
    ...(inForce === undefined ? {} : { inForce: recordOf(state, inForce.number) }),
    ...(pending === undefined ? {} : { pending: recordOf(state, pending.number) }),
  };
}

function recordOf(state: StateReader, number: number): Stored<IndicatorRecord> {
  return present(indicatorRecords.get(state, number), "an entry points to a record");
}

/**
 * Keeps a record and gives it its place: at once where no notice is kept, else as the one to come, instead of another
 * that has not taken effect yet. The caller has checked the statement.
 */
export function keepRecord(
  state: State,
  place: Place,
  { by, noticeMs, ...content }: Provenance & Statement & { readonly by?: Account; readonly noticeMs: number },
): IndicatorRecord {
  const number = (recordCounts.get(state) ?? 0) + 1;
  const pointer = { number, fromMs: state.timeMs + noticeMs };
  const record = { ...content, ...pointer, atMs: state.timeMs, ...(by === undefined ? {} : { by }) };
  const { inForce } = entryAt(place.get(state), state.timeMs);
  assert(!indicatorRecords.has(state, number), "records are numbered in their order");

  recordCounts.put(state, number);
  indicatorRecords.put(state, number, record);
  place.put(state, {
    ...(noticeMs === 0 ? { inForce: pointer } : { pending: pointer }),
    ...(noticeMs === 0 || inForce === undefined ? {} : { inForce }),
  });
  return record;
}

/** Refuses a period that is not over, or older than that of the record in force. */
export function requireNewer(state: StateReader, place: Place, period: string): void {
  if (periodEndMs(period) > state.timeMs) throw refusals.periodNotOver({ period });
  const { inForce } = recordsAt(state, place);
  if (inForce !== undefined && periodEndMs(period) < periodEndMs(inForce.period)) {
    throw refusals.periodOlder({ period, inForce: inForce.period });
  }
}
