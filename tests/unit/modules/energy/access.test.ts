// What other modules read of energy: devices, and hours of loads.
import { beforeEach, describe, expect, it } from "vitest";
import { read, schemas } from "#src/modules/energy/access.ts";
import { closeDays, createEnergyLedger, firstDayMs, firstStartMs, hourMs, recordHours } from "#tests/support/energy.ts";
import type { TestLedger } from "#tests/support/ledger.ts";

const load = "datacentre-fresno";
let ledger: TestLedger;
beforeEach(() => {
  ledger = createEnergyLedger();
  const racks = {
    device: "racks",
    kind: "submeter",
    zone: "CISO",
    within: load,
    nameplateW: 1_000_000n,
    holder: ledger.account("carol"),
    meterKey: ledger.publicKey("meter-racks"),
    registerMilliWh: 0n,
    startMs: firstStartMs,
  };
  expect(ledger.send("issuing-body", "energy/registerDevice", racks).code).toBe(0);
});

it("a device is there, or is refused", () => {
  expect(read.requireDevice(ledger.state, load)).toMatchObject({ kind: "load", zone: "CISO" });
  expect(() => read.requireDevice(ledger.state, "nothing")).toThrow("energy/unknownDevice");
  expect(schemas.device.safeParse("Nothing").success).toBe(false);
  expect(schemas.zone.safeParse("CISO").success).toBe(true);
});

it("an hour of a load is told once its day is matched: all of it by the residual mix where nothing was reserved", () => {
  recordHours(ledger, load, [2_500n]);
  expect(read.loadHour(ledger.state, load, firstDayMs)).toBeUndefined();
  closeDays(ledger);
  // 3 Wh at 390 grams a kilowatt-hour are 1.17 grams.
  const told = { demandWh: 3n, matchedWh: 0n, residualGramsPerMwh: 390_000, carbonGrams: 2n };
  expect(read.loadHour(ledger.state, load, firstDayMs)).toEqual(told);
  expect(read.loadHour(ledger.state, load, firstDayMs + hourMs)).toMatchObject({ demandWh: 0n, carbonGrams: 0n });
  expect(read.loadHour(ledger.state, load, firstDayMs - hourMs)).toBeUndefined();
  expect(read.loadHour(ledger.state, "nothing", firstDayMs)).toBeUndefined();
});

describe("all energy beside that of computers", () => {
  it("is told where both meters cover the hour, the one rounded up and the other down", () => {
    recordHours(ledger, load, [12_500n]);
    expect(read.pueOfHour(ledger.state, load, firstDayMs)).toBeUndefined();
    recordHours(ledger, "racks", [10_900n]);
    expect(read.pueOfHour(ledger.state, load, firstDayMs)).toEqual({ facilityWh: 13n, itWh: 10n });
    expect(read.pueOfHour(ledger.state, load, firstDayMs + hourMs)).toBeUndefined();
    expect(read.pueOfHour(ledger.state, "racks", firstDayMs)).toBeUndefined();
  });

  it("is the same of records that come late", () => {
    recordHours(ledger, load, [12_000n]);
    closeDays(ledger);
    recordHours(ledger, "racks", [10_000n, 10_000n]);
    recordHours(ledger, load, [11_000n]);
    expect(read.pueOfHour(ledger.state, load, firstDayMs)).toEqual({ facilityWh: 12n, itWh: 10n });
    expect(read.pueOfHour(ledger.state, load, firstDayMs + hourMs)).toEqual({ facilityWh: 11n, itWh: 10n });
  });
});
