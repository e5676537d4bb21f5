// Refusals of the module `energy`: numbers 750 to 849.
import { defineRefusals, refusal } from "#src/core/refusal.ts";

type DeviceNamed = { device: string };
type BundleNamed = DeviceNamed & { bundle: number };

export const refusals = defineRefusals("energy", {
  unknownZone: refusal<{ zone: string }>(750, "unknown", "No zone of this name is registered."),
  unknownDevice: refusal<DeviceNamed>(751, "unknown", "No device of this name is registered."),
  unknownBundle: refusal<BundleNamed>(752, "unknown", "No bundle of the device begins with this certificate."),
  unknownReadings: refusal<DeviceNamed & { startMs: number }>(
    753,
    "unknown",
    "No record of the device begins at this moment.",
  ),
  unknownDay: refusal<{ dayMs: number }>(754, "unknown", "This is not the start of a UTC day."),
  unknownLoadDay: refusal<{ load: string; dayMs: number }>(
    755,
    "unknown",
    "Nothing is recorded of the load on this day.",
  ),
  unknownZoneDay: refusal<{ zone: string; dayMs: number }>(756, "unknown", "The zone has no matched hour on this day."),
  unknownCertificate: refusal<DeviceNamed & { id: number }>(757, "unknown", "No such certificate was issued."),
  unknownInstruction: refusal<DeviceNamed>(759, "unknown", "The device's certificates are not reserved ahead."),

  storageUnfit: refusal<DeviceNamed>(
    786,
    "invalid",
    "The discharging meter of a storage device names its charging meter, of its zone and not taken, and no other device names one.",
  ),

  zoneKnown: refusal<{ zone: string }>(760, "conflict", "A zone of this name is registered already."),
  deviceKnown: refusal<DeviceNamed>(761, "conflict", "A device of this name is registered already."),
  meterKeyUsed: refusal<DeviceNamed>(762, "conflict", "The key is or was that of a meter; no key serves twice."),
  meterKeyUnsound: refusal(763, "invalid", "The meter's key is no sound Ed25519 key: it would prove nothing."),
  productionUnfit: refusal<DeviceNamed>(
    764,
    "invalid",
    "Generation names its carrier and its carbon intensity, and a load has neither.",
  ),
  meterStartTooEarly: refusal<DeviceNamed & { recordedUntilMs: number }>(
    765,
    "conflict",
    "A new meter cannot begin before the end of what is recorded.",
  ),
  submeterUnfit: refusal<DeviceNamed>(
    766,
    "invalid",
    "A submeter stands within a load of its zone that has none yet, and no other device stands within one.",
  ),
  linkUnfit: refusal<DeviceNamed>(
    767,
    "invalid",
    "An interconnector leads from its zone into another, and no other device leads anywhere.",
  ),
  tooManyZones: refusal<{ most: number }>(768, "limit", "The ledger has as many zones as it may have."),
  tooManyLoads: refusal<{ most: number }>(758, "limit", "The ledger has as many loads as it may have."),
  tooManyLinks: refusal<{ zone: string }>(
    769,
    "limit",
    "The zone, or the ledger, has as many interconnectors as it may have.",
  ),

  intervalUnknown: refusal<{ intervalMinutes: number }>(770, "invalid", "An interval is 15, 30 or 60 minutes long."),
  startMisaligned: refusal<{ startMs: number }>(
    771,
    "invalid",
    "The start is not that of a whole interval, counted from midnight UTC.",
  ),
  recordTooLong: refusal(772, "invalid", "A record is of 24 hours at most."),
  readingsNotContiguous: refusal<DeviceNamed & { fault: string; nextStartMs: number }>(
    773,
    "conflict",
    "A record begins where the one before it ended: this is a gap, an overlap or a replay.",
  ),
  endsInFuture: refusal<{ endMs: number }>(774, "invalid", "The record ends after the block's time."),
  registerMismatch: refusal<DeviceNamed & { registerMilliWh: bigint; sumMilliWh: bigint }>(
    775,
    "conflict",
    "The meter's register does not go on where it was, or not by what the intervals add up to.",
  ),
  aboveNameplate: refusal<DeviceNamed & { interval: number; mostMilliWh: bigint }>(
    776,
    "invalid",
    "An interval has more energy than the device's nameplate and the margin allow.",
  ),
  signatureForged: refusal<DeviceNamed>(777, "unauthorised", "The record is not signed by the device's meter."),
  idsExhausted: refusal<DeviceNamed & { most: number }>(778, "limit", "The device has no certificate ids left."),

  efficiencyTooHigh: refusal<DeviceNamed & { mostPpm: number }>(
    779,
    "invalid",
    "No storage device is that efficient: the parameter says how much may be claimed.",
  ),

  notHolder: refusal<BundleNamed>(780, "unauthorised", "Only the holder of the bundle may do this."),
  bundleNotActive: refusal<BundleNamed & { state: string }>(
    781,
    "conflict",
    "The certificates are in a state in which this cannot be done with them.",
  ),
  rangeOutsideBundle: refusal<BundleNamed & { lastId: number }>(
    782,
    "invalid",
    "The range is empty, or reaches outside of the bundle.",
  ),
  bundleRepeated: refusal<BundleNamed>(783, "invalid", "A bundle is named twice."),
  bundleNotLocked: refusal<BundleNamed & { state: string }>(785, "conflict", "The certificates are not locked."),

  notDeviceHolder: refusal<DeviceNamed>(790, "unauthorised", "Only the holder of the device may do this."),
  neverReserved: refusal<DeviceNamed>(791, "invalid", "The device has no certificates that could be reserved."),
  loadUnfit: refusal<{ load: string; zone: string }>(
    792,
    "invalid",
    "Certificates are reserved for a load of the zone in which they were generated.",
  ),
  notInstructed: refusal<DeviceNamed>(793, "conflict", "The device's certificates are not reserved ahead."),
  dayClosed: refusal<{ dayMs: number }>(794, "conflict", "The day has closed: its hours are matched."),
  notClean: refusal<DeviceNamed & { mostGramsPerMwh: number }>(
    795,
    "invalid",
    "Only certificates of clean generation take part in the matching.",
  ),
  supplyFull: refusal<{ dayMs: number; most: number }>(
    796,
    "limit",
    "As many bundles of the day are reserved, by the holder or by all, as can be.",
  ),
  tooManyStorages: refusal<{ zone: string }>(
    797,
    "limit",
    "The zone, or the ledger, has as many storage devices as it may have.",
  ),
  unknownStorage: refusal<DeviceNamed>(798, "unknown", "The device is not the discharging meter of a storage device."),
  unknownStorageIssue: refusal<DeviceNamed & { hourMs: number }>(
    799,
    "unknown",
    "No certificates were issued for this hour of discharge.",
  ),
  holderIsPayee: refusal<BundleNamed>(784, "invalid", "The bundle belongs to this account already."),
});
