// Zones, devices and their meters: registering them, and finding them.
import { assert } from "#src/core/assert.ts";
import { isSoundPublicKey } from "#src/crypto/ed25519.ts";
import { bytesToHex } from "#src/crypto/hex.ts";
import { read as accounts } from "#src/modules/accounts/access.ts";
import type { State, StateReader, Stored } from "#src/state/view.ts";
import { emptyTotal } from "./books.ts";
import { refusals } from "./refusals.ts";
import { quarterHourMs } from "./rules.ts";
import type { Device, Meter, MeterStart, NewDevice } from "./schemas.ts";
import { devices, deviceTotals, meterKeys, meters, zones } from "./tables.ts";

export function requireZone(state: StateReader, zone: string) {
  const row = zones.get(state, zone);
  if (row === undefined) throw refusals.unknownZone({ zone });
  return row;
}

export function requireDevice(state: StateReader, device: string): Stored<Device> {
  const row = devices.get(state, device);
  if (row === undefined) throw refusals.unknownDevice({ device });
  return row;
}

export function requireMeter(state: StateReader, device: string): Stored<Meter> {
  const meter = meters.get(state, device);
  if (meter === undefined) throw refusals.unknownDevice({ device });
  return meter;
}

export function registerNewZone(state: State, { zone, name }: { readonly zone: string; readonly name: string }): void {
  if (zones.has(state, zone)) throw refusals.zoneKnown({ zone });
  zones.put(state, zone, { name, registeredMs: state.timeMs });
}

export function registerNewDevice(state: State, content: NewDevice): void {
  const { device, meterKey, registerMilliWh, startMs, ...settings } = content;
  if (devices.has(state, device)) throw refusals.deviceKnown({ device });
  requireZone(state, settings.zone);
  if ((settings.kind === "generation") !== (settings.production !== undefined)) {
    throw refusals.productionUnfit({ device });
  }
  accounts.requireCanHold(state, settings.holder);
  requireFreshMeter(state, { meterKey, registerMilliWh, startMs });

  devices.put(state, device, { ...settings, registeredMs: state.timeMs });
  deviceTotals.put(state, device, emptyTotal);
  putMeter(state, device, { meterKey, registerMilliWh, startMs }, 0);
}

/** A meter whose key no device ever had, and which begins with a whole interval. */
export function requireFreshMeter(state: StateReader, { meterKey, startMs }: MeterStart): void {
  if (!isSoundPublicKey(meterKey)) throw refusals.meterKeyUnsound({});
  const used = meterKeys.get(state, bytesToHex(meterKey));
  if (used !== undefined) throw refusals.meterKeyUsed({ device: used.device });
  if (startMs % quarterHourMs !== 0) throw refusals.startMisaligned({ startMs });
}

export function putMeter(state: State, device: string, start: MeterStart, recordedUntilMs: number): void {
  const { meterKey, registerMilliWh, startMs } = start;
  assert(startMs >= recordedUntilMs, "a meter begins after what is recorded");
  meterKeys.put(state, bytesToHex(meterKey), { device });
  meters.put(state, device, { meterKey, registerMilliWh, nextStartMs: startMs, recordedUntilMs });
}
