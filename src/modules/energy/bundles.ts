// Taking certificates out of bundles: who may, and what stays behind.
import type { Account } from "#src/core/account.ts";
import { present } from "#src/core/assert.ts";
import type { State, StateReader, Stored } from "#src/state/view.ts";
import { addToTotals, betweenStates, countOf, putBundle } from "./books.ts";
import { refusals } from "./refusals.ts";
import type { Bundle, BundleState, Range } from "./schemas.ts";
import { bundles, devices } from "./tables.ts";

/** A range with the bundle that it is a part of. */
export interface Named {
  readonly range: Range;
  readonly whole: Stored<Bundle>;
}

export function requireBundle(state: StateReader, device: string, bundle: number): Stored<Bundle> {
  const row = bundles.get(state, device, bundle);
  if (row === undefined) throw refusals.unknownBundle({ device, bundle });
  return row;
}

/** Ranges out of a bundle each. */
function requireRanges(state: StateReader, ranges: readonly Range[]): Named[] {
  const seen = new Set<string>();
  return ranges.map((range) => {
    const { device, bundle, firstId, lastId } = range;
    const whole = requireBundle(state, device, bundle);
    const key = bundles.key(device, bundle);
    if (seen.has(key)) throw refusals.bundleRepeated({ device, bundle });
    seen.add(key);
    if (firstId < bundle || lastId > whole.lastId || firstId > lastId) {
      throw refusals.rangeOutsideBundle({ device, bundle, lastId: whole.lastId });
    }
    return { range, whole };
  });
}

/** Ranges of active certificates. */
export function requireActive(state: StateReader, ranges: readonly Range[]): Named[] {
  return requireStates(requireRanges(state, ranges), ["active"]);
}

/** The same, for their holder alone. */
export function requireActiveOf(state: StateReader, ranges: readonly Range[], holder: Account): Named[] {
  for (const { device, bundle } of ranges) {
    if (requireBundle(state, device, bundle).holder !== holder) throw refusals.notHolder({ device, bundle });
  }
  return requireActive(state, ranges);
}

/** Ranges of certificates that may be withdrawn: active ones, and those that are locked while they are examined. */
export function requireWithdrawable(state: StateReader, ranges: readonly Range[]): Named[] {
  return requireStates(requireRanges(state, ranges), ["active", "locked"]);
}

export function requireLocked(state: StateReader, ranges: readonly Range[]): Named[] {
  const named = requireRanges(state, ranges);
  for (const { range, whole } of named) {
    const { device, bundle } = range;
    if (whole.state !== "locked") throw refusals.bundleNotLocked({ device, bundle, state: whole.state });
  }
  return named;
}

function requireStates(named: Named[], allowed: readonly BundleState[]): Named[] {
  for (const { range, whole } of named) {
    const { device, bundle } = range;
    if (!allowed.includes(whole.state)) throw refusals.bundleNotActive({ device, bundle, state: whole.state });
  }
  return named;
}

/** Writes what becomes of a range; certificates before and after it stay what they were, as bundles of their own. */
export function carve(state: State, { range, whole }: Named, change: Omit<Bundle, "lastId" | "startMs">): void {
  const { device, bundle, firstId, lastId } = range;
  if (firstId > bundle) putBundle(state, device, bundle, { ...whole, lastId: firstId - 1 });
  putBundle(state, device, firstId, { ...change, startMs: whole.startMs, lastId });
  if (lastId < whole.lastId) putBundle(state, device, lastId + 1, whole);
}

/** Gives a range another state, in the same hands, and counts it there. */
export function turn(state: State, named: Named, change: Omit<Bundle, "lastId" | "startMs" | "holder">): void {
  const { range, whole } = named;
  carve(state, named, { holder: whole.holder, ...change });
  const { kind } = present(devices.get(state, range.device), "a bundle has a device");
  const moved = betweenStates(countOf(range.firstId, range.lastId), whole.state, change.state);
  addToTotals(state, range.device, kind, moved);
}
