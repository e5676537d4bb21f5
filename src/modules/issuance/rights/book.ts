// The book of rights: rows, those held now, and what each device promised.
import { limits } from "#src/core/limits.ts";
import type { State, StateReader, Stored } from "#src/state/view.ts";
import { refusals } from "../refusals.ts";
import { lastRights, liveRights, promisedEnergy, rights } from "../tables.ts";
import type { Right } from "./schemas.ts";

export function requireRight(state: StateReader, right: number): Stored<Right> {
  const row = rights.get(state, right);
  if (row === undefined) throw refusals.unknownRight({ right });
  return row;
}

export function requireHeld(state: StateReader, right: number): Stored<Right> {
  const row = requireRight(state, right);
  if (row.state !== "held") throw refusals.rightGone({ right, state: row.state });
  return row;
}

/** Refuses more rights at once than coverage may have to visit. */
export function requirePlace(state: StateReader): void {
  const most = limits.rightsMax;
  if ((liveRights.get(state) ?? []).length >= most) throw refusals.tooManyRights({ most });
}

export function addRight(state: State, row: Stored<Right>): number {
  const right = (lastRights.get(state) ?? 0) + 1;
  lastRights.put(state, right);
  rights.put(state, right, row);
  liveRights.put(state, [...(liveRights.get(state) ?? []), right]);
  if (row.energy !== undefined) addPromised(state, row.energy.device, row.month, row.energy.wattHours);
  return right;
}

/** A right leaves the reserve; what it promised is no longer held against its device when it goes back to the provider. */
export function closeRight(state: State, right: number, after: Stored<Right>): void {
  rights.put(state, right, after);
  const left = (liveRights.get(state) ?? []).filter((each) => each !== right);
  if (left.length === 0) liveRights.delete(state);
  else liveRights.put(state, left);
  if (after.state === "boughtBack" && after.energy !== undefined) {
    addPromised(state, after.energy.device, after.month, -after.energy.wattHours);
  }
}

export function promisedWh(state: StateReader, device: string, month: string): bigint {
  return promisedEnergy.get(state, device, month) ?? 0n;
}

function addPromised(state: State, device: string, month: string, delta: bigint): void {
  const after = promisedWh(state, device, month) + delta;
  if (after === 0n) promisedEnergy.delete(state, device, month);
  else promisedEnergy.put(state, device, month, after);
}
