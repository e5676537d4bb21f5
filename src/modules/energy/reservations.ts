// Reservations: which certificates take part in the matching of their day, and for whose consumption.
import type { Account } from "#src/core/account.ts";
import { present } from "#src/core/assert.ts";
import { limits } from "#src/core/limits.ts";
import type { State, StateReader, Stored } from "#src/state/view.ts";
import { type Named, requireBundle } from "./bundles.ts";
import { isClosed, requireDay } from "./days/days.ts";
import type { Supply } from "./days/schemas.ts";
import { requireDevice } from "./devices.ts";
import { makeActiveAgain } from "./expiry.ts";
import { refusals } from "./refusals.ts";
import type { Device, Reservation } from "./schemas.ts";
import { days, devices, instructions, supply, supplyCounts } from "./tables.ts";

/** A generator, for its holder alone: others have no certificates. */
export function requireGeneratorOf(state: StateReader, device: string, holder: Account): Stored<Device> {
  const settings = requireDevice(state, device);
  if (settings.holder !== holder) throw refusals.notDeviceHolder({ device });
  if (settings.kind !== "generation") throw refusals.neverReserved({ device });
  return settings;
}

/** A load that certificates of a zone may be reserved for: one in that zone. None is named where they are for the pool. */
export function requireLoadIn(state: StateReader, zone: string, load: string | undefined): void {
  if (load === undefined) return;
  const settings = devices.get(state, load);
  if (settings?.kind !== "load" || settings.zone !== zone) throw refusals.loadUnfit({ load, zone });
}

/** Whether a day takes so many reserved bundles more, of this holder and in all. */
export function hasRoom(state: StateReader, dayMs: number, holder: Account, more: number): boolean {
  const { supplyEntries } = requireDay(state, dayMs);
  const held = supplyCounts.get(state, dayMs, holder) ?? 0;
  return supplyEntries + more <= limits.supplyPerDayMax && held + more <= limits.supplyPerHolderDayMax;
}

/** What a device's new certificates of a day are reserved for, if its holder said so and they can be. */
export function reservationAhead(
  state: StateReader,
  device: string,
  { production }: Stored<Device>,
  dayMs: number,
): Stored<Reservation> | undefined {
  const day = requireDay(state, dayMs);
  const grams = present(production, "generation names its carrier").carbonGramsPerMwh;
  if (isClosed(day) || grams > day.cleanMostGramsPerMwh) return undefined;
  return instructions.get(state, device);
}

/** Lists a reserved bundle for the matching of its day. */
export function addSupply(state: State, dayMs: number, holder: Account, entry: Supply): void {
  const day = requireDay(state, dayMs);
  supply.put(state, dayMs, day.supplyEntries, entry);
  days.put(state, dayMs, { ...day, supplyEntries: day.supplyEntries + 1 });
  supplyCounts.put(state, dayMs, holder, (supplyCounts.get(state, dayMs, holder) ?? 0) + 1);
}

/** Takes the last bundle off the list of a day whose hours are matched. */
export function takeSupply(state: State, dayMs: number): { readonly entry: Stored<Supply>; readonly left: number } {
  const day = requireDay(state, dayMs);
  const left = day.supplyEntries - 1;
  const entry = present(supply.get(state, dayMs, left), "a day has a row for each of its entries");
  supply.delete(state, dayMs, left);
  days.put(state, dayMs, { ...day, supplyEntries: left });
  return { entry, left };
}

export function dropSupplyCount(state: State, dayMs: number, holder: Account): void {
  const held = present(supplyCounts.get(state, dayMs, holder), "a holder's bundles are counted") - 1;
  if (held === 0) supplyCounts.delete(state, dayMs, holder);
  else supplyCounts.put(state, dayMs, holder, held);
}

/**
 * After a range was taken out of a reserved bundle: what lies before it stays listed as it was, and what lies behind it is
 * listed as a bundle of its own, or active where the day has no room for one more.
 */
export function keepReserved(state: State, { range, whole }: Named): void {
  const { device, lastId } = range;
  if (whole.reserved === undefined || lastId === whole.lastId) return;
  const firstId = lastId + 1;
  const { dayMs } = whole.reserved;
  if (hasRoom(state, dayMs, whole.holder, 1)) {
    addSupply(state, dayMs, whole.holder, { device, firstId });
    return;
  }
  const rest = requireBundle(state, device, firstId);
  makeActiveAgain(state, { range: { device, bundle: firstId, firstId, lastId: rest.lastId }, whole: rest });
}
