// What other modules may do with energy: read devices, what the hours of a load came to, and what covers them.
import type { StateReader } from "#src/state/view.ts";
import { dayOf } from "./days/hours.ts";
import { loadHour, pueOfHour } from "./days/loadHour.ts";
import { requireDevice } from "./devices.ts";
import { claimsOfHour, findCertificate } from "./matching/lookup.ts";
import { parameters } from "./parameters.ts";
import { certificateIdSchema, deviceIdSchema, zoneIdSchema } from "./schemas.ts";
import { bundles, claims, loadDays, readings } from "./tables.ts";

export type { LoadHour, PueHour } from "./days/loadHour.ts";
export type { FoundClaim } from "./matching/lookup.ts";
export type { Device, DeviceKind } from "./schemas.ts";

export const read = {
  requireDevice,
  loadHour,
  pueOfHour,
  claimsOfHour,
  findCertificate,
  /** Whether a device generates energy that counts as clean now. */
  isClean(state: StateReader, device: string): boolean {
    const { production } = requireDevice(state, device);
    return (
      production !== undefined && BigInt(production.carbonGramsPerMwh) <= parameters.cleanMostGramsPerMwh.get(state)
    );
  },
};

/** The keys of rows, for proofs of what stands in them. */
export const keys = {
  loadDay: (load: string, hourMs: number): string => loadDays.key(load, dayOf(hourMs)),
  claims: (zone: string, hourMs: number, part: number): string => claims.key(zone, hourMs, part),
  bundle: (device: string, firstId: number): string => bundles.key(device, firstId),
  readings: (device: string, startMs: number): string => readings.key(device, startMs),
};

export const schemas = { zone: zoneIdSchema, device: deviceIdSchema, certificateId: certificateIdSchema };
