// The accounts of storage devices and the queues of their layers: charged is what is stored, lost and discharged.
import { present } from "#src/core/assert.ts";
import type { State, StateReader, Stored } from "#src/state/view.ts";
import { layers, storages } from "../tables.ts";
import type { Drawing } from "./layers.ts";
import type { Layer, StorageAccount } from "./schemas.ts";

export const emptyStorage: StorageAccount = {
  firstLayer: 0,
  nextLayer: 0,
  chargedWh: 0n,
  chargedCleanWh: 0n,
  storedWh: 0n,
  dischargedWh: 0n,
  lostWh: 0n,
  issuedWh: 0n,
  unexplainedWh: 0n,
};

export function storageOf(state: StateReader, charging: string): Stored<StorageAccount> {
  return storages.get(state, charging) ?? emptyStorage;
}

/** The oldest layers, at most so many. */
export function oldestLayers(state: StateReader, charging: string, most: number): Stored<Layer>[] {
  const { firstLayer, nextLayer } = storageOf(state, charging);
  return Array.from({ length: Math.min(most, nextLayer - firstLayer) }, (_, at) =>
    present(layers.get(state, charging, firstLayer + at), "a queue has a row for each of its places"),
  );
}

export function appendLayer(state: State, charging: string, layer: Stored<Layer>): void {
  const account = storageOf(state, charging);
  layers.put(state, charging, account.nextLayer, layer);
  state.tally(`energy/layers/${charging}`, layer.wh);
  putStorage(state, charging, {
    ...account,
    nextLayer: account.nextLayer + 1,
    chargedWh: account.chargedWh + layer.wh,
    chargedCleanWh: account.chargedCleanWh + layer.cleanWh,
    storedWh: account.storedWh + layer.wh,
  });
}

/** Takes what an hour of discharge draws out of the oldest layers, and books what its meter told beyond them. */
export function drawLayers(state: State, charging: string, drawing: Drawing, meteredWh: bigint): void {
  const account = storageOf(state, charging);
  const { draws, rest, drawnWh, dischargedWh, issuedWh } = drawing;
  const emptied = rest === undefined ? draws.length : draws.length - 1;
  const firstLayer = account.firstLayer + emptied;
  for (let at = account.firstLayer; at < firstLayer; at += 1) layers.delete(state, charging, at);
  if (rest !== undefined) layers.put(state, charging, firstLayer, rest);
  state.tally(`energy/layers/${charging}`, -drawnWh);
  putStorage(state, charging, {
    ...account,
    firstLayer,
    storedWh: account.storedWh - drawnWh,
    dischargedWh: account.dischargedWh + dischargedWh,
    lostWh: account.lostWh + drawnWh - dischargedWh,
    issuedWh: account.issuedWh + issuedWh,
    unexplainedWh: account.unexplainedWh + meteredWh - dischargedWh,
  });
}

/** Writes an account. What is charged is stored, lost or discharged, and what is stored is in layers. */
export function putStorage(state: State, charging: string, after: Stored<StorageAccount>): void {
  const before = storageOf(state, charging);
  const gainOf = (name: "chargedWh" | "storedWh" | "lostWh" | "dischargedWh") => after[name] - before[name];
  state.tally(`energy/layers/${charging}`, -gainOf("storedWh"));
  state.tally(
    `energy/storage/${charging}`,
    gainOf("chargedWh") - gainOf("storedWh") - gainOf("lostWh") - gainOf("dischargedWh"),
  );
  storages.put(state, charging, after);
}
