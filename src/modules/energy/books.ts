// The books of energy: rows of readings and bundles, and running totals, each side tallied against the other.
import { present } from "#src/core/assert.ts";
import type { State, Stored } from "#src/state/view.ts";
import { milliWhPerWh, sumOf } from "./rules.ts";
import type { Bundle, BundleState, DeviceKind, Readings, Total } from "./schemas.ts";
import { bundles, deviceTotals, heldBundles, kindTotals, readings } from "./tables.ts";

export const emptyTotal: Total = {
  records: 0,
  meteredMilliWh: 0n,
  issuedWh: 0n,
  remainderMilliWh: 0n,
  activeWh: 0n,
  cancelledWh: 0n,
  withdrawnWh: 0n,
};

const totalOfState = { active: "activeWh", cancelled: "cancelledWh", withdrawn: "withdrawnWh" } as const;

export function plus(total: Stored<Total>, change: Partial<Total>): Total {
  const { records = 0, meteredMilliWh = 0n, issuedWh = 0n, remainderMilliWh = 0n } = change;
  const { activeWh = 0n, cancelledWh = 0n, withdrawnWh = 0n } = change;
  return {
    records: total.records + records,
    meteredMilliWh: total.meteredMilliWh + meteredMilliWh,
    issuedWh: total.issuedWh + issuedWh,
    remainderMilliWh: total.remainderMilliWh + remainderMilliWh,
    activeWh: total.activeWh + activeWh,
    cancelledWh: total.cancelledWh + cancelledWh,
    withdrawnWh: total.withdrawnWh + withdrawnWh,
  };
}

/** Adds to the totals of a device and of its kind. What is metered is issued or carried, and what is issued has a state. */
export function addToTotals(state: State, device: string, kind: DeviceKind, change: Partial<Total>): void {
  deviceTotals.put(state, device, plus(present(deviceTotals.get(state, device), "a device has a total"), change));
  kindTotals.put(state, kind, plus(kindTotals.get(state, kind) ?? emptyTotal, change));
  const { meteredMilliWh = 0n, issuedWh = 0n, remainderMilliWh = 0n } = change;
  const { activeWh = 0n, cancelledWh = 0n, withdrawnWh = 0n } = change;
  state.tally(`energy/metered/${device}`, -meteredMilliWh);
  state.tally(`energy/active/${device}`, -activeWh);
  state.tally(`energy/cancelled/${device}`, -cancelledWh);
  state.tally(`energy/withdrawn/${device}`, -withdrawnWh);
  state.tally(`energy/states/${device}`, issuedWh - activeWh - cancelledWh - withdrawnWh);
  if (kind === "generation") {
    state.tally(`energy/issue/${device}`, meteredMilliWh - issuedWh * milliWhPerWh - remainderMilliWh);
  }
}

export function putReadings(state: State, device: string, startMs: number, row: Readings): void {
  readings.put(state, device, startMs, row);
  state.tally(`energy/metered/${device}`, sumOf(row.valuesMilliWh));
}

/** Watt-hours of a range: one for each certificate. */
export function countOf(firstId: number, lastId: number): bigint {
  return BigInt(lastId - firstId + 1);
}

/** Writes a bundle and keeps the lists of holders in step. */
export function putBundle(state: State, device: string, firstId: number, after: Stored<Bundle>): void {
  const before = bundles.get(state, device, firstId);
  bundles.put(state, device, firstId, after);
  if (before !== undefined) state.tally(`energy/${before.state}/${device}`, -countOf(firstId, before.lastId));
  state.tally(`energy/${after.state}/${device}`, countOf(firstId, after.lastId));
  if (before?.holder === after.holder) return;
  if (before !== undefined) heldBundles.delete(state, before.holder, device, firstId);
  heldBundles.put(state, after.holder, device, firstId, {});
}

/** The change of the totals when certificates leave the active state for another. */
export function leavingActive(wh: bigint, to: Exclude<BundleState, "active">): Partial<Total> {
  return { activeWh: -wh, [totalOfState[to]]: wh };
}
