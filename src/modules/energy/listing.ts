// How bundles and records are shown: their rows with the ids and moments that stand in their keys.
import { z } from "zod";
import { present } from "#src/core/assert.ts";
import { amountSchema, timeMsSchema } from "#src/core/schemas.ts";
import type { StateReader, Stored } from "#src/state/view.ts";
import { endOf } from "./rules.ts";
import {
  type Bundle,
  bundleSchema,
  certificateIdSchema,
  deviceIdSchema,
  type Readings,
  readingsSchema,
} from "./schemas.ts";
import { bundles } from "./tables.ts";

export const listedBundleSchema = z.strictObject({
  device: deviceIdSchema,
  firstId: certificateIdSchema,
  ...bundleSchema.shape,
});

export function listedBundle(
  device: string,
  firstId: number,
  bundle: Stored<Bundle>,
): Stored<z.output<typeof listedBundleSchema>> {
  return { device, firstId, ...bundle };
}

export function requireListedBundle(state: StateReader, device: string, firstId: number) {
  return listedBundle(device, firstId, present(bundles.get(state, device, firstId), "a held bundle has a row"));
}

export const listedReadingsSchema = z.strictObject({
  startMs: timeMsSchema,
  endMs: timeMsSchema,
  ...readingsSchema.shape,
});

export function listedReadings(startMs: number, row: Stored<Readings>): Stored<z.output<typeof listedReadingsSchema>> {
  return { startMs, endMs: endOf(startMs, row.intervalMinutes, row.valuesMilliWh.length), ...row };
}

/** One interval, with the certificates that were issued for it, if any. */
export const intervalSchema = z.strictObject({
  startMs: timeMsSchema,
  endMs: timeMsSchema,
  energyMilliWh: amountSchema,
  firstId: certificateIdSchema.optional(),
  lastId: certificateIdSchema.optional(),
});
