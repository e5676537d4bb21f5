// What can be asked about zones, devices, readings and certificates.
import { beforeEach, describe, expect, it } from "vitest";
import { bundle } from "#src/modules/energy/queries/bundle.ts";
import { device } from "#src/modules/energy/queries/device.ts";
import { deviceTotal } from "#src/modules/energy/queries/deviceTotal.ts";
import { meter } from "#src/modules/energy/queries/meter.ts";
import { record } from "#src/modules/energy/queries/record.ts";
import { total } from "#src/modules/energy/queries/total.ts";
import { zone } from "#src/modules/energy/queries/zone.ts";
import * as tables from "#src/modules/energy/tables.ts";
import { dayMs, firstStartMs, hourMs, ledgerWithSolar, recordHours, solar } from "#tests/support/energy.ts";
import type { TestLedger } from "#tests/support/ledger.ts";

let ledger: TestLedger;
beforeEach(() => {
  ledger = ledgerWithSolar();
});

const ask = async (name: string, params: object = {}) =>
  (await ledger.query(`energy/${name}`, params)) as {
    readonly items: readonly Record<string, unknown>[];
    readonly next?: string;
  } & Record<string, unknown>;
const name = { device: "solar-kern" };
const startMs = firstStartMs;

describe("a row that can be proved", () => {
  it("is shown as it is stored", async () => {
    const { state } = ledger;
    expect(await ask("zone", { zone: "CISO" })).toEqual(tables.zones.get(state, "CISO"));
    expect(await ask("device", name)).toEqual(tables.devices.get(state, "solar-kern"));
    expect(await ask("meter", name)).toEqual(tables.meters.get(state, "solar-kern"));
    expect(await ask("deviceTotal", name)).toEqual(tables.deviceTotals.get(state, "solar-kern"));
    expect(await ask("total", { kind: "generation" })).toEqual(tables.kindTotals.get(state, "generation"));
    expect(await ask("total", { kind: "load" })).toMatchObject({ records: 0, meteredMilliWh: 0n });
  });

  it("is under the key that its query names", async () => {
    expect(zone.proves?.({ zone: "CISO" })).toBe("energy/zone/CISO");
    expect(device.proves?.(name)).toBe("energy/device/solar-kern");
    expect(meter.proves?.(name)).toBe("energy/meter/solar-kern");
    expect(deviceTotal.proves?.(name)).toBe("energy/device-total/solar-kern");
    expect(total.proves?.({ kind: "load" })).toBe("energy/kind-total/load");
    expect(record.proves?.({ ...name, startMs })).toBe(`energy/readings/solar-kern/000${startMs}`);
    expect(bundle.proves?.({ ...name, firstId: 31 })).toBe("energy/bundle/solar-kern/0000000000000031");
  });
});

describe("a record", () => {
  it("shows what was signed, and the certificates of each interval", async () => {
    const shown = await ask("record", { ...name, startMs });
    const row = tables.readings.get(ledger.state, "solar-kern", startMs);
    expect(shown.record).toEqual({ startMs, endMs: startMs + 2 * hourMs, ...row });
    expect(shown.intervals).toEqual([
      { startMs, endMs: startMs + hourMs, energyMilliWh: 10_000n, firstId: 1, lastId: 10 },
      { startMs: startMs + hourMs, endMs: startMs + 2 * hourMs, energyMilliWh: 20_000n, firstId: 11, lastId: 30 },
    ]);
  });
});

describe("a bundle", () => {
  it("shows its attributes: zone, carrier, and its part of the intervals", async () => {
    ledger.send("alice", "energy/transferCertificates", { to: ledger.account("bob"), ranges: [solar(8, 12, 1)] });
    const shown = await ask("bundle", { ...name, firstId: 8 });
    expect(shown).toMatchObject({
      zone: "CISO",
      expiresMs: startMs + 2 * hourMs + 730 * dayMs,
      production: { carrier: "solar", carbonGramsPerMwh: 0 },
      bundle: { lastId: 12, holder: ledger.account("bob"), state: "active", startMs },
    });
    expect(shown.intervals).toMatchObject([
      { startMs, firstId: 8, lastId: 10 },
      { startMs: startMs + hourMs, firstId: 11, lastId: 12 },
    ]);
  });
});

describe("lists", () => {
  it("of zones and devices are by name, page by page", async () => {
    expect((await ask("zones")).items).toMatchObject([{ zone: "AZPS" }, { zone: "CISO" }, { zone: "ERCO" }]);
    const first = await ask("devices", { limit: 2 });
    expect(first.items).toMatchObject([{ device: "datacentre-fresno", kind: "load" }, { device: "line-palo-verde" }]);
    const rest = ["solar-gila", "solar-kern", "wind-panhandle"].map((each) => ({ device: each }));
    expect((await ask("devices", { after: first.next })).items).toMatchObject(rest);
    expect((await ask("zones", { limit: 1 })).next).toBe("AZPS");
  });

  it("of readings are in the order of time", async () => {
    recordHours(ledger, "solar-kern", [5_000n]);
    const first = await ask("readings", { ...name, limit: 1 });
    expect(first.items).toMatchObject([{ startMs, endMs: startMs + 2 * hourMs }]);
    const second = await ask("readings", { ...name, limit: 1, after: first.next });
    expect(second.items).toMatchObject([{ startMs: startMs + 2 * hourMs, issue: { firstId: 31 } }]);
    expect(second.next).toBeUndefined();
  });

  it("of bundles are in the order of ids, whoever holds them", async () => {
    ledger.send("alice", "energy/transferCertificates", { to: ledger.account("bob"), ranges: [solar(8, 12, 1)] });
    const first = await ask("bundles", { ...name, limit: 2 });
    expect(first.items).toMatchObject([
      { device: "solar-kern", firstId: 1, lastId: 7 },
      { firstId: 8, lastId: 12, holder: ledger.account("bob") },
    ]);
    expect((await ask("bundles", { ...name, after: first.next })).items).toMatchObject([{ firstId: 13, lastId: 30 }]);
  });

  it("of a holder go over all its devices, page by page", async () => {
    recordHours(ledger, "wind-panhandle", [3_000n]);
    const transfer = { to: ledger.account("bob"), ranges: [solar(1, 2)] };
    ledger.send("alice", "energy/transferCertificates", transfer);
    const holder = ledger.account("bob");
    const first = await ask("holdings", { holder, limit: 1 });
    expect(first.items).toMatchObject([{ device: "solar-kern", firstId: 1, lastId: 2 }]);
    const second = await ask("holdings", { holder, limit: 1, after: first.next });
    expect(second.items).toMatchObject([{ device: "wind-panhandle", firstId: 1, lastId: 3, state: "active" }]);
    expect(second.next).toBeUndefined();
    expect((await ask("holdings", { holder: ledger.account("carol") })).items).toEqual([]);
  });
});

describe("what does not exist is refused", () => {
  it.each([
    ["zone", { zone: "NOWHERE" }, "unknownZone"],
    ["device", { device: "nothing" }, "unknownDevice"],
    ["meter", { device: "nothing" }, "unknownDevice"],
    ["deviceTotal", { device: "nothing" }, "unknownDevice"],
    ["readings", { device: "nothing" }, "unknownDevice"],
    ["bundles", { device: "nothing" }, "unknownDevice"],
    ["record", { device: "nothing", startMs }, "unknownDevice"],
    ["record", { ...name, startMs: startMs + 1 }, "unknownReadings"],
    ["bundle", { device: "nothing", firstId: 1 }, "unknownDevice"],
    ["bundle", { ...name, firstId: 2 }, "unknownBundle"],
  ])("%s %o", async (query, params, condition) => {
    await expect(async () => ask(query, params)).rejects.toThrow(condition);
  });
});
