// Zones, devices and their meters: registering them, and finding them.
import { assert } from "#src/core/assert.ts";
import { limits } from "#src/core/limits.ts";
import { compareText } from "#src/core/order.ts";
import { isSoundPublicKey } from "#src/crypto/ed25519.ts";
import { bytesToHex } from "#src/crypto/hex.ts";
import { read as accounts, tie } from "#src/modules/accounts/access.ts";
import type { State, StateReader, Stored } from "#src/state/view.ts";
import { emptyTotal } from "./books.ts";
import { parameters } from "./parameters.ts";
import { refusals } from "./refusals.ts";
import { quarterHourMs } from "./rules.ts";
import type { Device, Meter, MeterStart, NewDevice, NewZone } from "./schemas.ts";
import {
  deviceCounts,
  devices,
  deviceTotals,
  meterKeys,
  meters,
  submeters,
  zoneLinks,
  zoneNames,
  zoneStorages,
  zones,
} from "./tables.ts";

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

export function registerNewZone(state: State, { zone, ...settings }: NewZone): void {
  if (zones.has(state, zone)) throw refusals.zoneKnown({ zone });
  const names = zoneNames.get(state) ?? [];
  if (names.length >= limits.zonesMax) throw refusals.tooManyZones({ most: limits.zonesMax });
  zones.put(state, zone, { ...settings, registeredMs: state.timeMs });
  zoneNames.put(state, [...names, zone].sort(compareText));
}

export function registerNewDevice(state: State, content: NewDevice): void {
  const { device, meterKey, registerMilliWh, startMs, ...settings } = content;
  if (devices.has(state, device)) throw refusals.deviceKnown({ device });
  requireZone(state, settings.zone);
  requireFitSettings(state, content);
  accounts.requireCanHold(state, settings.holder);
  if (settings.auditor !== undefined) accounts.requireCanHold(state, settings.auditor);
  requireFreshMeter(state, { meterKey, registerMilliWh, startMs });

  devices.put(state, device, { ...settings, registeredMs: state.timeMs });
  tie.add(state, settings.holder);
  deviceTotals.put(state, device, emptyTotal);
  deviceCounts.put(state, settings.kind, (deviceCounts.get(state, settings.kind) ?? 0) + 1);
  if (settings.within !== undefined) submeters.put(state, settings.within, { device });
  addStorage(state, content);
  if (settings.link !== undefined) addLink(state, settings.link.to, { device, from: settings.zone });
  putMeter(state, device, { meterKey, registerMilliWh, startMs }, 0);
}

/** Each kind of device has settings of its own, and none of another kind's. */
function requireFitSettings(state: StateReader, content: NewDevice): void {
  const { device, kind, zone, production, within, link } = content;
  if ((kind === "generation") !== (production !== undefined)) throw refusals.productionUnfit({ device });
  if ((kind === "submeter") !== (within !== undefined)) throw refusals.submeterUnfit({ device });
  if ((kind === "interconnector") !== (link !== undefined)) throw refusals.linkUnfit({ device });
  const count = deviceCounts.get(state, kind) ?? 0;
  if (kind === "load" && count >= limits.loadsMax) throw refusals.tooManyLoads({ most: limits.loadsMax });
  if (within !== undefined) {
    const load = devices.get(state, within);
    const isFit = load !== undefined && load.kind === "load" && load.zone === zone && !submeters.has(state, within);
    if (!isFit) throw refusals.submeterUnfit({ device });
  }
  requireFitStorage(state, content);
  if (link !== undefined) {
    requireZone(state, link.to);
    if (link.to === zone) throw refusals.linkUnfit({ device });
    const intoZone = (zoneLinks.get(state, link.to) ?? []).length;
    if (intoZone >= limits.zoneLinksMax || count >= limits.interconnectorsMax)
      throw refusals.tooManyLinks({ zone: link.to });
  }
}

/** A charging meter takes a place in its zone; a discharging one names a charging meter that no other names. */
function requireFitStorage(state: StateReader, { device, kind, zone, storage }: NewDevice): void {
  const inZone = zoneStorages.get(state, zone) ?? [];
  if (kind === "charging") {
    const isFull = (deviceCounts.get(state, kind) ?? 0) >= limits.storagesMax;
    if (isFull || inZone.length >= limits.zoneStoragesMax) throw refusals.tooManyStorages({ zone });
  }
  if ((kind === "discharging") !== (storage !== undefined)) throw refusals.storageUnfit({ device });
  if (storage === undefined) return;
  const other = inZone.find(({ charging }) => charging === storage.charging);
  if (other === undefined || other.discharging !== undefined) throw refusals.storageUnfit({ device });
  const mostPpm = Number(parameters.storageEfficiencyMostPpm.get(state));
  if (storage.efficiencyPpm > mostPpm) throw refusals.efficiencyTooHigh({ device, mostPpm });
}

function addStorage(state: State, { device, kind, zone, storage }: NewDevice): void {
  const inZone = zoneStorages.get(state, zone) ?? [];
  if (kind === "charging") {
    const list = [...inZone, { charging: device }];
    zoneStorages.put(
      state,
      zone,
      list.sort((left, right) => compareText(left.charging, right.charging)),
    );
  }
  if (storage === undefined) return;
  const { charging } = storage;
  zoneStorages.put(
    state,
    zone,
    inZone.map((each) => (each.charging === charging ? { charging, discharging: device } : each)),
  );
}

function addLink(state: State, to: string, link: { readonly device: string; readonly from: string }): void {
  const links = [...(zoneLinks.get(state, to) ?? []), link];
  zoneLinks.put(
    state,
    to,
    links.sort((left, right) => compareText(left.device, right.device)),
  );
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
