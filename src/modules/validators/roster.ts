// Reads and replaces validators, so that totals, planned changes and the engine's updates always follow.
import { present } from "#src/core/assert.ts";
import { bytesEqual } from "#src/crypto/hex.ts";
import type { State, StateReader } from "#src/state/view.ts";
import { addressOf, noTotals, replaceShare, signingPower } from "./rules.ts";
import type { DueChanges, Plan, Totals, Validator } from "./schemas.ts";
import { dueChanges, latestUpdates, misses, totals, validators } from "./tables.ts";

export function getValidator(state: StateReader, address: string): Validator | undefined {
  return validators.get(state, address);
}

export function totalsOf(state: StateReader): Totals {
  return totals.get(state) ?? noTotals;
}

/** Replaces a validator's row, or takes it away, and tells the engine when its signing power changed. */
export function replaceValidator(state: State, before: Validator | undefined, after: Validator | undefined): void {
  const { publicKey } = present(after ?? before, "a validator was there before or is there after");
  const address = addressOf(publicKey);
  totals.put(state, replaceShare(totalsOf(state), before, after));
  if (after === undefined) validators.delete(state, address);
  else validators.put(state, address, after);
  if (after?.status !== "active" && misses.has(state, address)) misses.delete(state, address);
  const power = signingPower(after);
  if (power !== signingPower(before)) tellEngine(state, publicKey, power);
}

/** The engine takes each key once a block, with the last power that it was given. */
function tellEngine(state: State, publicKey: Uint8Array, power: bigint): void {
  const latest = latestUpdates.get(state);
  const told = latest?.height === state.height ? latest.updates : [];
  const others = told.filter((update) => !bytesEqual(update.publicKey, publicKey));
  latestUpdates.put(state, { height: state.height, updates: [...others, { publicKey, power }] });
}

export function dueChangesOf(state: StateReader): DueChanges {
  return dueChanges.get(state) ?? [];
}

/** No row stands for an empty list. */
export function putDueChanges(state: State, list: DueChanges): void {
  if (list.length === 0) dueChanges.delete(state);
  else dueChanges.put(state, list);
}

/** Lets a validator's only plan wait for its height, behind those of the same height. */
export function addPlan(state: State, before: Validator | undefined, after: Validator, plan: Plan): void {
  replaceValidator(state, before, { ...after, plan });
  const list = dueChangesOf(state);
  const behind = list.findIndex(({ fromHeight }) => fromHeight > plan.fromHeight);
  const at = behind < 0 ? list.length : behind;
  putDueChanges(state, list.toSpliced(at, 0, { fromHeight: plan.fromHeight, validator: addressOf(after.publicKey) }));
}

/** Takes a validator's plan off the list; its row is the caller's. */
export function unlistPlan(state: State, address: string): void {
  const list = dueChangesOf(state);
  const left = list.filter(({ validator }) => validator !== address);
  if (left.length < list.length) putDueChanges(state, left);
}
