// The first step of an hour: what storage devices discharged is drawn from their layers, and the clean part is issued for the pool.
import { present } from "#src/core/assert.ts";
import { limits } from "#src/core/limits.ts";
import type { State, StateReader, Stored } from "#src/state/view.ts";
import { addToTotals, putBundle } from "../books.ts";
import { requireDay } from "../days/days.ts";
import { hourMs as hourLengthMs } from "../days/hours.ts";
import { events } from "../events.ts";
import { awaitExpiry } from "../expiry.ts";
import { addSupply, hasRoom } from "../reservations.ts";
import { devices, deviceTotals, storageIssues } from "../tables.ts";
import { drawLayers, oldestLayers } from "./accounts.ts";
import { type Drawing, drawOldest } from "./layers.ts";
import type { Layer } from "./schemas.ts";
import type { StorageHour } from "./storageHours.ts";

/** Returns how many layers were drawn on. */
export function dischargeStorages(
  state: State,
  dayMs: number,
  hourMs: number,
  storages: readonly StorageHour[],
): number {
  let drawn = 0;
  for (const { charging, discharging, dischargedWh: meteredWh } of storages) {
    if (discharging === undefined || meteredWh === 0n) continue;
    const { storage } = present(devices.get(state, discharging), "a listed storage device is registered");
    const { efficiencyPpm } = present(storage, "a discharging device names its efficiency");
    const drawing = drawOldest(layersBefore(state, charging, hourMs), meteredWh, efficiencyPpm);
    drawLayers(state, charging, drawing, meteredWh);
    if (drawing.issuedWh > 0n) issue(state, discharging, dayMs, hourMs, drawing);
    const { dischargedWh, drawnWh, issuedWh } = drawing;
    const unexplainedWh = meteredWh - dischargedWh;
    const lostWh = drawnWh - dischargedWh;
    const told = { dischargedWh: meteredWh, issuedWh, lostWh, unexplainedWh };
    state.emit(events.storageDischarged({ device: discharging, hourMs, ...told }));
    drawn += drawing.draws.length;
  }
  return drawn;
}

/** The oldest layers up to the first that had not ended when the hour began: days that closed out of turn give nothing back. */
function layersBefore(state: StateReader, charging: string, hourMs: number): Stored<Layer>[] {
  const all = oldestLayers(state, charging, limits.storageDrawsMax);
  const later = all.findIndex((layer) => layer.hourMs + hourLengthMs > hourMs);
  return later < 0 ? all : all.slice(0, later);
}

/**
 * Issues certificates for an hour of discharge: reserved for the pool of that hour, or active where the day has no room for
 * one more bundle, or its line of what is clean has meanwhile come down.
 */
function issue(state: State, device: string, dayMs: number, hourMs: number, drawing: Drawing): void {
  const { draws, issuedWh, gramsPerMwh } = drawing;
  const { holder } = present(devices.get(state, device), "a listed storage device is registered");
  const firstId = Number(present(deviceTotals.get(state, device), "a device has a total").issuedWh) + 1;
  const lastId = firstId + Number(issuedWh) - 1;
  storageIssues.put(state, device, hourMs, { firstId, issuedWh, gramsPerMwh, draws: [...draws] });
  state.emit(events.certificatesIssued({ device, firstId, lastId, holder, startMs: hourMs }));
  const isClean = gramsPerMwh <= requireDay(state, dayMs).cleanMostGramsPerMwh;
  if (isClean && hasRoom(state, dayMs, holder, 1)) {
    putBundle(state, device, firstId, { lastId, holder, startMs: hourMs, state: "reserved", reserved: { dayMs } });
    addToTotals(state, device, "discharging", { issuedWh, reservedWh: issuedWh });
    addSupply(state, dayMs, holder, { device, firstId });
    state.emit(events.certificatesReserved({ device, firstId, lastId, holder, dayMs }));
  } else {
    putBundle(state, device, firstId, { lastId, holder, startMs: hourMs, state: "active" });
    addToTotals(state, device, "discharging", { issuedWh, activeWh: issuedWh });
  }
  awaitExpiry(state, device, firstId, hourMs + hourLengthMs);
}
