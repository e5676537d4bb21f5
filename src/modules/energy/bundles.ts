// Taking certificates out of bundles: who may, and what stays behind.
import type { Account } from "#src/core/account.ts";
import { present } from "#src/core/assert.ts";
import type { State, StateReader, Stored } from "#src/state/view.ts";
import { addToTotals, betweenStates, countOf, putBundle, totalOfState } from "./books.ts";
import { isClosed, requireDay } from "./days/days.ts";
import { type IdRange, idsIn, mergeRanges, rangesWithin, takenRanges } from "./matching/claimedRanges.ts";
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

/**
 * Ranges of certificates that may be withdrawn: active ones, those that are locked while they are examined, and reserved
 * ones until their day closes.
 */
export function requireWithdrawable(state: StateReader, ranges: readonly Range[]): Named[] {
  const named = requireStates(requireRanges(state, ranges), ["active", "locked", "reserved"]);
  for (const { whole } of named) {
    const dayMs = whole.reserved?.dayMs;
    if (dayMs !== undefined && isClosed(requireDay(state, dayMs))) throw refusals.dayClosed({ dayMs });
  }
  return named;
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
    for (const [taken, as] of [
      [whole.claimed, "claimed"],
      [whole.stored, "cancelledForStorage"],
    ] as const) {
      const isTaken = rangesWithin(taken ?? [], range.firstId, range.lastId).length > 0;
      if (isTaken) throw refusals.bundleNotActive({ device, bundle, state: as });
    }
  }
  return named;
}

/** Writes what becomes of a range; certificates before and after it stay what they were, as bundles of their own. */
export function carve(state: State, { range, whole }: Named, change: Stored<Omit<Bundle, "lastId" | "startMs">>): void {
  const { device, bundle, firstId, lastId } = range;
  if (firstId > bundle) putBundle(state, device, bundle, pieceOf(whole, whole, bundle, firstId - 1));
  putBundle(state, device, firstId, pieceOf(whole, change, firstId, lastId));
  if (lastId < whole.lastId) putBundle(state, device, lastId + 1, pieceOf(whole, whole, lastId + 1, whole.lastId));
}

/** A part of a bundle as a bundle of its own, in a new state or the old one: what was claimed or stored out of it stays so. */
function pieceOf(
  whole: Stored<Bundle>,
  fate: Stored<Omit<Bundle, "lastId" | "startMs">>,
  firstId: number,
  lastId: number,
): Stored<Bundle> {
  const { claimed: _, stored: __, ...rest } = fate;
  const piece = { ...rest, startMs: whole.startMs, lastId };
  const claimed = rangesWithin(whole.claimed ?? [], firstId, lastId);
  const stored = rangesWithin(whole.stored ?? [], firstId, lastId);
  return withTaken(piece, firstId, { claimed, stored });
}

/** Ranges that are used up out of a bundle: for loads and losses, and for storage. */
export interface TakenRanges {
  readonly claimed: readonly IdRange[];
  readonly stored: readonly IdRange[];
}

/** A bundle with ranges taken out of it. Where nothing else is left, all of it is claimed, or stored where nothing is claimed. */
function withTaken(bundle: Stored<Bundle>, firstId: number, { claimed, stored }: TakenRanges): Stored<Bundle> {
  const lists = { ...(claimed.length > 0 && { claimed }), ...(stored.length > 0 && { stored }) };
  const { lastId, holder, startMs } = bundle;
  if (idsIn(claimed) + idsIn(stored) < countOf(firstId, lastId)) return { ...bundle, ...lists };
  const state = claimed.length > 0 ? ("claimed" as const) : ("cancelledForStorage" as const);
  return { lastId, holder, startMs, state, ...lists };
}

/** Takes ranges of a reserved bundle, which no message can reach any more. */
export function take(state: State, device: string, bundle: number, { claimed, stored }: TakenRanges): void {
  const whole = present(bundles.get(state, device, bundle), "a reserved bundle has a row");
  const ranges = {
    claimed: mergeRanges(whole.claimed ?? [], claimed),
    stored: mergeRanges(whole.stored ?? [], stored),
  };
  putBundle(state, device, bundle, withTaken(whole, bundle, ranges));
  const [claimedWh, cancelledForStorageWh] = [idsIn(claimed), idsIn(stored)];
  const moved = { [totalOfState[whole.state]]: -claimedWh - cancelledForStorageWh, claimedWh, cancelledForStorageWh };
  addToTotals(state, device, kindOf(state, device), moved);
}

function kindOf(state: StateReader, device: string) {
  return present(devices.get(state, device), "a bundle has a device").kind;
}

/** Gives a range another state, in the same hands, and counts it there. */
export function turn(state: State, named: Named, change: Omit<Bundle, "lastId" | "startMs" | "holder">): void {
  const { range, whole } = named;
  carve(state, named, { holder: whole.holder, ...change });
  const takenWh = idsIn(rangesWithin(takenRanges(whole), range.firstId, range.lastId));
  const movedWh = countOf(range.firstId, range.lastId) - takenWh;
  addToTotals(state, range.device, kindOf(state, range.device), betweenStates(movedWh, whole.state, change.state));
}
