// The books of energy: rows of readings and bundles, and running totals, each side tallied against the other.
import type { Account } from "#src/core/account.ts";
import { present } from "#src/core/assert.ts";
import { tie } from "#src/modules/accounts/access.ts";
import type { State, Stored } from "#src/state/view.ts";
import { idsIn } from "./matching/claimedRanges.ts";
import { milliWhPerWh, sumOf } from "./rules.ts";
import {
  type Bundle,
  type BundleState,
  bundleStateSchema,
  type DeviceKind,
  type Readings,
  type Total,
} from "./schemas.ts";
import { bundles, deviceTotals, heldBundles, kindTotals, readings } from "./tables.ts";

export const emptyTotal: Total = {
  records: 0,
  meteredMilliWh: 0n,
  lateMilliWh: 0n,
  issuedWh: 0n,
  remainderMilliWh: 0n,
  activeWh: 0n,
  lockedWh: 0n,
  reservedWh: 0n,
  claimedWh: 0n,
  cancelledForStorageWh: 0n,
  cancelledWh: 0n,
  expiredWh: 0n,
  withdrawnWh: 0n,
};

/** Where a total counts the certificates of each state. */
export const totalOfState = {
  active: "activeWh",
  locked: "lockedWh",
  reserved: "reservedWh",
  claimed: "claimedWh",
  cancelledForStorage: "cancelledForStorageWh",
  cancelled: "cancelledWh",
  expired: "expiredWh",
  withdrawn: "withdrawnWh",
} as const satisfies Record<BundleState, keyof Total>;

const stateTotals = Object.values(totalOfState);
const summedNames = ["meteredMilliWh", "lateMilliWh", "issuedWh", "remainderMilliWh", ...stateTotals] as const;

export function plus(total: Stored<Total>, change: Partial<Total>): Total {
  const sum = { ...total, records: total.records + (change.records ?? 0) };
  for (const name of summedNames) sum[name] += change[name] ?? 0n;
  return sum;
}

/** The certificates of a total, whatever their state. */
export function wattHoursInStates(total: Partial<Total>): bigint {
  return stateTotals.reduce((sum, name) => sum + (total[name] ?? 0n), 0n);
}

/** Adds to the totals of a device and of its kind. What is metered is issued or carried, and what is issued has a state. */
export function addToTotals(state: State, device: string, kind: DeviceKind, change: Partial<Total>): void {
  deviceTotals.put(state, device, plus(present(deviceTotals.get(state, device), "a device has a total"), change));
  kindTotals.put(state, kind, plus(kindTotals.get(state, kind) ?? emptyTotal, change));
  const { meteredMilliWh = 0n, issuedWh = 0n, remainderMilliWh = 0n } = change;
  state.tally(`energy/metered/${device}`, -meteredMilliWh);
  for (const name of bundleStateSchema.options) {
    state.tally(`energy/${name}/${device}`, -(change[totalOfState[name]] ?? 0n));
  }
  state.tally(`energy/states/${device}`, issuedWh - wattHoursInStates(change));
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

/** The certificates of a bundle that are in its state: all but those that were claimed or stored out of it. */
export function countInState(firstId: number, { lastId, state, claimed = [], stored = [] }: Stored<Bundle>): bigint {
  const isTaken = state === "claimed" || state === "cancelledForStorage";
  return isTaken ? 0n : countOf(firstId, lastId) - idsIn(claimed) - idsIn(stored);
}

function tallyBundle(state: State, device: string, firstId: number, bundle: Stored<Bundle>, sign: 1n | -1n): void {
  state.tally(`energy/${bundle.state}/${device}`, sign * countInState(firstId, bundle));
  state.tally(`energy/claimed/${device}`, sign * idsIn(bundle.claimed ?? []));
  state.tally(`energy/cancelledForStorage/${device}`, sign * idsIn(bundle.stored ?? []));
}

/** Whom a bundle ties: its holder, while its certificates can come to something. */
function holderOfUsable(bundle: Stored<Bundle> | undefined): Account | undefined {
  const isUsable = bundle?.state === "active" || bundle?.state === "locked" || bundle?.state === "reserved";
  return isUsable ? bundle.holder : undefined;
}

/** Writes a bundle and keeps the lists of holders in step. */
export function putBundle(state: State, device: string, firstId: number, after: Stored<Bundle>): void {
  const before = bundles.get(state, device, firstId);
  bundles.put(state, device, firstId, after);
  if (before !== undefined) tallyBundle(state, device, firstId, before, -1n);
  tallyBundle(state, device, firstId, after, 1n);
  tie.pass(state, holderOfUsable(before), holderOfUsable(after));
  if (before?.holder === after.holder) return;
  if (before !== undefined) heldBundles.delete(state, before.holder, device, firstId);
  heldBundles.put(state, after.holder, device, firstId, {});
}

/** The change of the totals when certificates go from one state to another. */
export function betweenStates(wh: bigint, from: BundleState, to: BundleState): Partial<Total> {
  return from === to ? {} : { [totalOfState[from]]: -wh, [totalOfState[to]]: wh };
}
