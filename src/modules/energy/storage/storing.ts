// The last step of an hour: what storage devices were charged with becomes their newest layers.
import type { State } from "#src/state/view.ts";
import { events } from "../events.ts";
import type { TakenClaim } from "../matching/offers.ts";
import { appendLayer } from "./accounts.ts";
import { layerOf } from "./layers.ts";
import type { StorageHour } from "./storageHours.ts";

/** One layer for each device that was charged: clean as far as certificates were cancelled for it, grey for the rest. */
export function storeCharges(
  state: State,
  hourMs: number,
  storages: readonly StorageHour[],
  taken: readonly TakenClaim[],
): void {
  for (const { charging, chargedWh } of storages) {
    if (chargedWh === 0n) continue;
    const own = taken.filter(({ claim }) => claim.charging === charging);
    const clean = own.map(({ offer, claim }) => ({
      wh: BigInt(claim.lastId - claim.firstId + 1),
      gramsPerMwh: offer.gramsPerMwh,
    }));
    const layer = layerOf(hourMs, chargedWh, clean);
    appendLayer(state, charging, layer);
    state.emit(events.storageCharged({ charging, hourMs, chargedWh, cleanWh: layer.cleanWh }));
  }
}
