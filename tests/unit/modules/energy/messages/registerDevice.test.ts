// The issuing body registers devices.
import { beforeEach, describe, expect, it } from "vitest";
import { accountFromBytes } from "#src/core/account.ts";
import { limits } from "#src/core/limits.ts";
import { registerNewDevice } from "#src/modules/energy/devices.ts";
import { type NewDevice, newDeviceSchema } from "#src/modules/energy/schemas.ts";
import {
  deviceCounts,
  devices,
  deviceTotals,
  meterKeys,
  meters,
  submeters,
  zoneLinks,
  zoneStorages,
  zones,
} from "#src/modules/energy/tables.ts";
import { createEnergyLedger, dayMs, firstStartMs, recordHours, refusedAs } from "#tests/support/energy.ts";
import type { TestLedger } from "#tests/support/ledger.ts";
import { memoryState } from "#tests/support/memoryState.ts";
import { batteryMeter, charging, discharging } from "#tests/support/storage.ts";

const type = "energy/registerDevice";
let ledger: TestLedger;
beforeEach(() => {
  ledger = createEnergyLedger();
});

function hydro(changes: object = {}) {
  return {
    device: "hydro-1",
    kind: "generation",
    zone: "CISO",
    production: { carrier: "hydro", carbonGramsPerMwh: 24_000 },
    nameplateW: 1_000_000n,
    holder: ledger.account("bob"),
    meterKey: ledger.publicKey("meter-hydro-1"),
    registerMilliWh: 123_456n,
    startMs: firstStartMs,
    ...changes,
  };
}

const line = (changes: object = {}) =>
  hydro({
    kind: "interconnector",
    production: undefined,
    link: { to: "ERCO", lossPpm: 20_000 },
    meterKey: ledger.publicKey(`meter-${(changes as { device?: string }).device ?? "line"}`),
    ...changes,
  });

const refused = (changes: object, actor = "issuing-body") => refusedAs(ledger, actor, type, hydro(changes));

describe("a device that is registered", () => {
  it("is known with its meter, and issues to its holder", () => {
    const { code, events } = ledger.send("issuing-body", type, hydro());
    expect(code).toBe(0);
    expect(events[0]).toEqual({
      type: "energy/deviceRegistered",
      content: { ...hydro(), by: ledger.account("issuing-body") },
    });
    const { device, meterKey, registerMilliWh, startMs, ...settings } = hydro();
    expect(devices.get(ledger.state, device)).toEqual({ ...settings, registeredMs: ledger.state.timeMs });
    const meter = { meterKey, registerMilliWh, nextStartMs: startMs, recordedUntilMs: 0 };
    expect(meters.get(ledger.state, device)).toEqual(meter);
    expect(meterKeys.get(ledger.state, Buffer.from(meterKey).toString("hex"))).toEqual({ device });
    expect(deviceTotals.get(ledger.state, device)?.meteredMilliWh).toBe(0n);
    expect(recordHours(ledger, device, [5_000n]).answer).toEqual({ firstId: 1, issuedWh: 5n, remainderMilliWh: 0n });
  });

  it("may be a load, without a carrier", () => {
    const { code } = ledger.send("issuing-body", type, hydro({ kind: "load", production: undefined }));
    expect(code).toBe(0);
  });

  it("may have an auditor who certifies its meter", () => {
    const auditor = ledger.account("bob");
    expect(ledger.send("issuing-body", type, hydro({ auditor })).code).toBe(0);
    expect(devices.get(ledger.state, "hydro-1")?.auditor).toBe(auditor);
  });

  it("may be a submeter within a load, or an interconnector into another zone", () => {
    const submeter = { kind: "submeter", production: undefined, within: "datacentre-fresno" };
    expect(ledger.send("issuing-body", type, hydro(submeter)).code).toBe(0);
    expect(submeters.get(ledger.state, "datacentre-fresno")).toEqual({ device: "hydro-1" });
    for (const device of ["line-b", "line-a"]) {
      expect(ledger.send("issuing-body", type, line({ device })).code).toBe(0);
    }
    const links = ["line-a", "line-b"].map((device) => ({ device, from: "CISO" }));
    expect(zoneLinks.get(ledger.state, "ERCO")).toEqual(links);
    expect(recordHours(ledger, "line-a", [5_000n]).answer).toEqual({ issuedWh: 0n, remainderMilliWh: 0n });
  });

  it("may be the two meters of a storage device, and each zone lists its own", () => {
    for (const device of ["b-in", charging]) {
      expect(ledger.send("issuing-body", type, batteryMeter(ledger, device, { kind: "charging" })).code).toBe(0);
    }
    expect(zoneStorages.get(ledger.state, "CISO")).toEqual([{ charging: "b-in" }, { charging }]);
    expect(ledger.send("issuing-body", type, batteryMeter(ledger, discharging)).code).toBe(0);
    expect(zoneStorages.get(ledger.state, "CISO")).toEqual([{ charging: "b-in" }, { charging, discharging }]);
  });

  it("may begin later", () => {
    const startMs = firstStartMs + 30 * dayMs;
    expect(ledger.send("issuing-body", type, hydro({ startMs })).code).toBe(0);
  });
});

describe("is refused", () => {
  it("to everyone but the issuing body", () => {
    expect(refused({}, "alice")).toBe("authority/roleMissing");
    expect(refused({}, "governor")).toBe("authority/roleMissing");
  });

  it("twice under one name", () => {
    expect(refused({ device: "solar-kern" })).toBe("energy/deviceKnown");
  });

  it("in an unknown zone, and for an unknown holder", () => {
    expect(refused({ zone: "NOWHERE" })).toBe("energy/unknownZone");
    expect(refused({ holder: accountFromBytes(new Uint8Array(20).fill(9)) })).toBe("accounts/unknownAccount");
  });

  it("as generation without a carrier, or as a load with one", () => {
    expect(refused({ production: undefined })).toBe("energy/productionUnfit");
    expect(refused({ kind: "load" })).toBe("energy/productionUnfit");
  });

  it("as a submeter of no load, of one elsewhere, or of one that has one", () => {
    const submeter = { kind: "submeter", production: undefined, within: "datacentre-fresno" };
    for (const changes of [{ within: undefined }, { within: "solar-kern" }, { within: "nothing" }, { zone: "ERCO" }]) {
      expect(refused({ ...submeter, ...changes })).toBe("energy/submeterUnfit");
    }
    expect(refused({ within: "datacentre-fresno" })).toBe("energy/submeterUnfit");
    ledger.send("issuing-body", type, hydro(submeter));
    const second = { ...submeter, device: "second", meterKey: ledger.publicKey("meter-second") };
    expect(refused(second)).toBe("energy/submeterUnfit");
  });

  it("as the discharging meter of no storage device, of one elsewhere, or of one that has one", () => {
    const unfit = (changes: object) =>
      refusedAs(ledger, "issuing-body", type, batteryMeter(ledger, discharging, changes));
    expect(unfit({})).toBe("energy/storageUnfit");
    ledger.send("issuing-body", type, batteryMeter(ledger, charging));
    const storage = { charging: "solar-kern", efficiencyPpm: 800_000 };
    for (const changes of [{ zone: "ERCO" }, { storage: undefined }, { storage }, { kind: "load" }]) {
      expect(unfit(changes)).toBe("energy/storageUnfit");
    }
    ledger.send("issuing-body", type, batteryMeter(ledger, discharging));
    expect(unfit({ device: "second", meterKey: ledger.publicKey("meter-second") })).toBe("energy/storageUnfit");
  });

  it("with more efficiency than the parameter allows, and with as much", () => {
    ledger.send("issuing-body", type, batteryMeter(ledger, charging));
    const efficient = (efficiencyPpm: number) =>
      batteryMeter(ledger, discharging, { storage: { charging, efficiencyPpm } });
    expect(refusedAs(ledger, "issuing-body", type, efficient(950_001))).toBe("energy/efficiencyTooHigh");
    expect(ledger.send("issuing-body", type, efficient(950_000)).code).toBe(0);
  });

  it("as a storage device too many, in a zone or on the ledger", () => {
    const { journal } = memoryState();
    const listed = (count: number) => Array.from({ length: count }, (_, at) => ({ charging: `in-${at}` }));
    const registering = () => registerNewDevice(journal, batteryMeter(ledger, charging) as NewDevice);
    zones.put(journal, "CISO", { name: "California", residualGramsPerMwh: 0, registeredMs: 0 });
    zoneStorages.put(journal, "CISO", listed(limits.zoneStoragesMax));
    expect(registering).toThrow("energy/tooManyStorages");
    zoneStorages.put(journal, "CISO", listed(limits.zoneStoragesMax - 1));
    deviceCounts.put(journal, "charging", limits.storagesMax);
    expect(registering).toThrow("energy/tooManyStorages");
    deviceCounts.put(journal, "charging", limits.storagesMax - 1);
    // The zone and the ledger have room: what is missing now is the holder.
    expect(registering).not.toThrow("energy/tooManyStorages");
  });

  it("as an interconnector that leads nowhere, or as anything else that leads somewhere", () => {
    expect(refused(line({ link: undefined }))).toBe("energy/linkUnfit");
    expect(refused(line({ link: { to: "CISO", lossPpm: 0 } }))).toBe("energy/linkUnfit");
    expect(refused(line({ link: { to: "NOWHERE", lossPpm: 0 } }))).toBe("energy/unknownZone");
    expect(refused({ link: { to: "ERCO", lossPpm: 0 } })).toBe("energy/linkUnfit");
  });

  it("as one interconnector too many into a zone", () => {
    for (let at = 0; at < limits.zoneLinksMax; at += 1) {
      expect(ledger.send("issuing-body", type, line({ device: `line-${at}` })).code).toBe(0);
    }
    expect(refused(line())).toBe("energy/tooManyLinks");
  });

  it("as one load too many", () => {
    const { journal } = memoryState();
    zones.put(journal, "CISO", { name: "x", residualGramsPerMwh: 0, registeredMs: 0 });
    deviceCounts.put(journal, "load", limits.loadsMax);
    const load = hydro({ kind: "load", production: undefined }) as NewDevice;
    expect(() => registerNewDevice(journal, load)).toThrow("energy/tooManyLoads");
  });

  it("with a meter that counts for another device, or whose key proves nothing", () => {
    expect(refused({ meterKey: ledger.publicKey("meter-solar-kern") })).toBe("energy/meterKeyUsed");
    expect(refused({ meterKey: Uint8Array.of(1, ...new Uint8Array(31)) })).toBe("energy/meterKeyUnsound");
    expect(refused({ meterKey: new Uint8Array(32).fill(255) })).toBe("energy/meterKeyUnsound");
  });

  it("with a first interval that is not whole", () => {
    expect(refused({ startMs: firstStartMs + 1 })).toBe("energy/startMisaligned");
    expect(refused({ startMs: firstStartMs + 60_000 })).toBe("energy/startMisaligned");
  });
});

it("nameplate and carbon intensity have bounds", () => {
  const fits = (changes: object) => {
    const json = newDeviceSchema.encode(hydro() as never);
    return newDeviceSchema.safeParse({ ...json, ...changes }).success;
  };
  expect(fits({ link: { to: "ERCO", lossPpm: limits.lossPpmMax } })).toBe(true);
  expect(fits({ link: { to: "ERCO", lossPpm: limits.lossPpmMax + 1 } })).toBe(false);
  const carbon = (carbonGramsPerMwh: number) => ({ production: { carrier: "coal", carbonGramsPerMwh } });
  expect(fits({ nameplateW: limits.nameplateWMax.toString() })).toBe(true);
  expect(fits({ nameplateW: (limits.nameplateWMax + 1n).toString() })).toBe(false);
  expect(fits({ nameplateW: "0" })).toBe(false);
  expect(fits(carbon(limits.carbonGramsPerMwhMax))).toBe(true);
  expect(fits(carbon(limits.carbonGramsPerMwhMax + 1))).toBe(false);
});
