// Interconnectors, as the devices tell.
import type { Model } from "../model.ts";
import { energyOf } from "./book.ts";

/** Every interconnector with its two ends. */
export function interconnectors(model: Model) {
  return energyOf(model)
    .devices.entries()
    .flatMap(([device, { zone: from, link }]) => (link === undefined ? [] : [{ device, from, ...link }]));
}
