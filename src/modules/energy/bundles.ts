// Taking certificates out of bundles: who may, and what stays behind.
import type { Account } from "#src/core/account.ts";
import { present } from "#src/core/assert.ts";
import type { State, StateReader, Stored } from "#src/state/view.ts";
import { addToTotals, countOf, leavingActive, putBundle } from "./books.ts";
import { refusals } from "./refusals.ts";
import type { Bundle, Range } from "./schemas.ts";
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

/** Ranges of active certificates, out of a bundle each. */
export function requireActive(state: StateReader, ranges: readonly Range[]): Named[] {
  const seen = new Set<string>();
  return ranges.map((range) => {
    const { device, bundle, firstId, lastId } = range;
    const whole = requireBundle(state, device, bundle);
    const key = bundles.key(device, bundle);
    if (seen.has(key)) throw refusals.bundleRepeated({ device, bundle });
    seen.add(key);
    if (whole.state !== "active") throw refusals.bundleNotActive({ device, bundle, state: whole.state });
    if (firstId < bundle || lastId > whole.lastId || firstId > lastId) {
      throw refusals.rangeOutsideBundle({ device, bundle, lastId: whole.lastId });
    }
    return { range, whole };
  });
}

/** The same, for their holder alone. */
export function requireActiveOf(state: StateReader, ranges: readonly Range[], holder: Account): Named[] {
  for (const { device, bundle } of ranges) {
    if (requireBundle(state, device, bundle).holder !== holder) throw refusals.notHolder({ device, bundle });
  }
  return requireActive(state, ranges);
}

/** Writes what becomes of a range; certificates before and after it stay what they were, as bundles of their own. */
export function carve(state: State, { range, whole }: Named, change: Omit<Bundle, "lastId" | "startMs">): void {
  const { device, bundle, firstId, lastId } = range;
  if (firstId > bundle) putBundle(state, device, bundle, { ...whole, lastId: firstId - 1 });
  putBundle(state, device, firstId, { ...change, startMs: whole.startMs, lastId });
  if (lastId < whole.lastId) putBundle(state, device, lastId + 1, whole);
}

/** Ends a range: it is never active again. */
export function end(state: State, named: Named, reason: Pick<Bundle, "cancelled" | "withdrawn">): void {
  const { device, firstId, lastId } = named.range;
  const to = reason.cancelled === undefined ? "withdrawn" : "cancelled";
  carve(state, named, { holder: named.whole.holder, state: to, ...reason });
  const { kind } = present(devices.get(state, device), "a bundle has a device");
  addToTotals(state, device, kind, leavingActive(countOf(firstId, lastId), to));
}
