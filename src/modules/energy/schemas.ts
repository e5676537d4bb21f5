// The shapes that energy is made of: zones, devices, meters, readings, bundles of certificates, totals.
import { z } from "zod";
import { limits } from "#src/core/limits.ts";
import {
  accountSchema,
  amountSchema,
  countSchema,
  integerSchema,
  noteSchema,
  publicKeySchema,
  signatureSchema,
  timeMsSchema,
} from "#src/core/schemas.ts";

/** A bidding zone or balancing area, such as `CISO` or an EIC code. */
export const zoneIdSchema = z.string().regex(/^[A-Z0-9][A-Z0-9-]{0,15}$/);

/** A device's name in keys and addresses, such as `solar-kern-1`. */
export const deviceIdSchema = z.string().regex(/^[a-z0-9][a-z0-9-]{0,47}$/);

/** Grams of CO2 equivalent in a megawatt-hour. */
export const carbonIntensitySchema = z.int().min(0).max(limits.carbonGramsPerMwhMax);

export const newZoneSchema = z.strictObject({
  zone: zoneIdSchema,
  name: noteSchema.min(1),
  /** The residual mix of an hour in which the zone's meters show no generation besides the clean. */
  residualGramsPerMwh: carbonIntensitySchema,
});
export type NewZone = z.output<typeof newZoneSchema>;

export const zoneSchema = newZoneSchema.omit({ zone: true }).extend({ registeredMs: timeMsSchema });
export const zoneNamesSchema = z.array(zoneIdSchema).max(limits.zonesMax);

/**
 * Generation has certificates issued for it, a load needs them. A submeter tells how much of a load its computers use;
 * an interconnector tells what flows out of its zone into another. A storage device has two meters, each a device of its
 * own: what it is charged with, and what it discharges.
 */
export const deviceKindSchema = z.enum(["generation", "load", "submeter", "interconnector", "charging", "discharging"]);
export type DeviceKind = z.output<typeof deviceKindSchema>;

export const carrierSchema = z.enum(["solar", "wind", "hydro", "nuclear", "gas", "coal", "oil", "other"]);

/** What generation is made of; the carbon intensity counts grams of CO2 equivalent in a megawatt-hour. */
export const productionSchema = z.strictObject({
  carrier: carrierSchema,
  carbonGramsPerMwh: carbonIntensitySchema,
});

/** Where an interconnector leads to, and what is lost on the way, in millionths of what is sent. */
export const linkSchema = z.strictObject({ to: zoneIdSchema, lossPpm: z.int().min(0).max(limits.lossPpmMax) });

/** The other meter of a storage device, and its round-trip efficiency in millionths, which is fixed in advance. */
export const storageSchema = z.strictObject({
  charging: deviceIdSchema,
  efficiencyPpm: z.int().min(limits.storageEfficiencyPpmMin).max(1_000_000),
});

export const nameplateWSchema = integerSchema(1n, limits.nameplateWMax);

const deviceShape = {
  kind: deviceKindSchema,
  zone: zoneIdSchema,
  /** Of a generation device alone. */
  production: productionSchema.optional(),
  /** The load that a submeter measures a part of; of a submeter alone. */
  within: deviceIdSchema.optional(),
  /** Of an interconnector alone: `zone` is where it starts. */
  link: linkSchema.optional(),
  /** Of a discharging device alone. */
  storage: storageSchema.optional(),
  nameplateW: nameplateWSchema,
  /** Who holds the certificates that are issued for it. */
  holder: accountSchema,
  /** Who certifies the meter on the spot, where somebody does. */
  auditor: accountSchema.optional(),
} as const;

export const zoneLinksSchema = z
  .array(z.strictObject({ device: deviceIdSchema, from: zoneIdSchema }))
  .max(limits.zoneLinksMax);

/** The storage devices of a zone. One without a discharging meter is only charged so far. */
export const zoneStoragesSchema = z
  .array(z.strictObject({ charging: deviceIdSchema, discharging: deviceIdSchema.optional() }))
  .max(limits.zoneStoragesMax);

/** A meter as it begins: its key, what its register shows, and the start of its first interval. */
export const meterStartShape = {
  meterKey: publicKeySchema,
  registerMilliWh: amountSchema,
  startMs: timeMsSchema,
} as const;
export type MeterStart = z.output<z.ZodObject<typeof meterStartShape>>;

export const newDeviceSchema = z.strictObject({ device: deviceIdSchema, ...deviceShape, ...meterStartShape });
export type NewDevice = z.output<typeof newDeviceSchema>;

export const deviceSchema = z.strictObject({ ...deviceShape, registeredMs: timeMsSchema });
export type Device = z.output<typeof deviceSchema>;

export const meterSchema = z.strictObject({
  meterKey: publicKeySchema,
  /** What the register shows at the start of the next interval. */
  registerMilliWh: amountSchema,
  nextStartMs: timeMsSchema,
  /** The end of the device's last record, by whichever meter; zero before the first. */
  recordedUntilMs: timeMsSchema,
});
export type Meter = z.output<typeof meterSchema>;

/** What a meter signs: consecutive intervals of one length, and its register before and after them. */
export const recordSchema = z.strictObject({
  device: deviceIdSchema,
  /** The start of the first interval; each one includes its start and excludes its end. */
  startMs: timeMsSchema,
  intervalMinutes: z.int().min(limits.intervalMinutesMin).max(limits.intervalMinutesMax),
  valuesMilliWh: z.array(amountSchema).min(1).max(limits.recordIntervalsMax),
  registerBeforeMilliWh: amountSchema,
  registerAfterMilliWh: amountSchema,
});
export type MeterRecord = z.output<typeof recordSchema>;

/** The number of one certificate of a device: the count of watt-hours issued for it up to this one. */
export const certificateIdSchema = z.int().min(1).max(limits.certificateIdMax);

/** One record as it was accepted, with the certificates that were issued from it. */
export const readingsSchema = z.strictObject({
  intervalMinutes: recordSchema.shape.intervalMinutes,
  valuesMilliWh: recordSchema.shape.valuesMilliWh,
  registerBeforeMilliWh: amountSchema,
  registerAfterMilliWh: amountSchema,
  meterKey: publicKeySchema,
  signature: signatureSchema,
  recordedMs: timeMsSchema,
  /** What was carried from the record before, and the first certificate that was free; of generation alone. */
  issue: z
    .strictObject({ firstId: certificateIdSchema, issuedWh: amountSchema, remainderBeforeMilliWh: amountSchema })
    .optional(),
});
export type Readings = z.output<typeof readingsSchema>;

export const bundleStateSchema = z.enum([
  "active",
  "locked",
  "reserved",
  "claimed",
  "cancelledForStorage",
  "cancelled",
  "expired",
  "withdrawn",
]);
export type BundleState = z.output<typeof bundleStateSchema>;

/** A cancellation is final: it names in whose name and for what the energy was used. */
export const cancellationShape = { beneficiary: noteSchema.min(1), purpose: noteSchema.min(1) } as const;

/** What the issuing body decided about certificates, and on what grounds. */
const judgementSchema = z.strictObject({ by: accountSchema, reference: noteSchema, atMs: timeMsSchema });

/** What certificates are reserved for until their day is matched: a load of their zone, or any load (the pool) where none is named. */
export const reservationSchema = z.strictObject({ load: deviceIdSchema.optional() });
export type Reservation = z.output<typeof reservationSchema>;

const idRangeSchema = z.strictObject({ firstId: certificateIdSchema, lastId: certificateIdSchema });

export const bundleSchema = z.strictObject({
  lastId: certificateIdSchema,
  holder: accountSchema,
  state: bundleStateSchema,
  /** The start of the record that they were issued from, or of the hour in which a storage device discharged them. */
  startMs: timeMsSchema,
  /** Why they are in this state, under the state's own name; of `active` there is nothing to tell. */
  locked: judgementSchema.optional(),
  cancelled: z.strictObject({ ...cancellationShape, atMs: timeMsSchema }).optional(),
  expired: z.strictObject({ atMs: timeMsSchema }).optional(),
  withdrawn: judgementSchema.optional(),
  /** With the UTC day in which they were generated, all of them. */
  reserved: reservationSchema.extend({ dayMs: timeMsSchema }).optional(),
  /** Those of them that were claimed, in order: the state is that of the others. All of them, in the state `claimed`. */
  claimed: z.array(idRangeSchema).min(1).max(limits.claimedRangesMax).optional(),
  /** The same of those that were cancelled for storage. */
  stored: z.array(idRangeSchema).min(1).max(limits.claimedRangesMax).optional(),
});
export type Bundle = z.output<typeof bundleSchema>;

/** Certificates out of one bundle, which is named by its first one; both ends are included. */
export const rangeSchema = z.strictObject({
  device: deviceIdSchema,
  bundle: certificateIdSchema,
  firstId: certificateIdSchema,
  lastId: certificateIdSchema,
});
export type Range = z.output<typeof rangeSchema>;
export const rangesSchema = z.array(rangeSchema).min(1).max(limits.bundlesPerMessageMax);

/** Of a device, or of all devices of a kind. A load has metered energy alone. */
export const totalSchema = z.strictObject({
  records: countSchema,
  meteredMilliWh: amountSchema,
  /** Of that, what was recorded when its day had closed: it takes no part in the matching. */
  lateMilliWh: amountSchema,
  issuedWh: amountSchema,
  /** Metered, but less than a watt-hour: carried until it is whole. */
  remainderMilliWh: amountSchema,
  activeWh: amountSchema,
  lockedWh: amountSchema,
  reservedWh: amountSchema,
  claimedWh: amountSchema,
  cancelledForStorageWh: amountSchema,
  cancelledWh: amountSchema,
  expiredWh: amountSchema,
  withdrawnWh: amountSchema,
});
export type Total = z.output<typeof totalSchema>;
