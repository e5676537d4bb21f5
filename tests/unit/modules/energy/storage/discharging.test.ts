// A battery through messages and days: charged after loads, discharged as certificates of its own, and late readings.
import { beforeEach, describe, expect, it } from "vitest";
import { read } from "#src/modules/energy/access.ts";
import {
  bundles,
  claims,
  deviceTotals,
  flowDays,
  kindTotals,
  layers,
  storageIssues,
  storages,
  zoneDays,
} from "#src/modules/energy/tables.ts";
import { closeDays, dayMs, firstDayMs, hourMs, instruct, recordDay, refusedAs } from "#tests/support/energy.ts";
import type { TestLedger } from "#tests/support/ledger.ts";
import { charging, discharging, ledgerWithBattery } from "#tests/support/storage.ts";

const load = "datacentre-fresno";
let ledger: TestLedger;
beforeEach(() => {
  ledger = ledgerWithBattery();
  instruct(ledger, "solar-kern");
});

/** Sun in the first hour, of which the load leaves 60; the battery takes 100, and gives 40 in the third. */
const sunnyDay = {
  "solar-kern": [100n, 0n, 0n],
  [load]: [40n, 0n, 50n],
  [charging]: [100n, 0n, 0n],
  [discharging]: [0n, 0n, 40n],
};

describe("a battery", () => {
  it("is charged with what the load left, and covers the load later with the clean part of what comes out", async () => {
    recordDay(ledger, sunnyDay);
    closeDays(ledger);
    const { state } = ledger;
    expect(claims.get(state, "CISO", firstDayMs, 0)).toEqual([
      { device: "solar-kern", firstId: 1, lastId: 40, load },
      { device: "solar-kern", firstId: 41, lastId: 100, charging },
    ]);
    expect(bundles.get(state, "solar-kern", 1)).toMatchObject({
      state: "claimed",
      claimed: [{ firstId: 1, lastId: 40 }],
      stored: [{ firstId: 41, lastId: 100 }],
    });
    expect(storageIssues.get(state, discharging, firstDayMs + 2 * hourMs)).toEqual({
      firstId: 1,
      issuedWh: 24n,
      gramsPerMwh: 0,
      draws: [{ chargedHourMs: firstDayMs, cleanWh: 30n, greyWh: 20n }],
    });
    expect(layers.get(state, charging, 0)).toEqual({ hourMs: firstDayMs, wh: 50n, cleanWh: 30n, gramsPerMwh: 0 });
    expect(storages.get(state, charging)).toMatchObject({
      storedWh: 50n,
      lostWh: 10n,
      dischargedWh: 40n,
      issuedWh: 24n,
    });
    expect(claims.get(state, "CISO", firstDayMs + 2 * hourMs, 0)).toEqual([
      { device: discharging, firstId: 1, lastId: 24, load },
    ]);
    expect(read.loadHour(state, load, firstDayMs + 2 * hourMs)).toMatchObject({ demandWh: 50n, matchedWh: 24n });
    expect(deviceTotals.get(state, "solar-kern")).toMatchObject({ claimedWh: 40n, cancelledForStorageWh: 60n });
    expect(kindTotals.get(state, "generation")).toMatchObject({ issuedWh: 100n });
    expect(kindTotals.get(state, "discharging")).toMatchObject({ issuedWh: 24n, claimedWh: 24n });
    const row = zoneDays.get(state, "CISO", firstDayMs);
    expect([row?.chargedWh[0], row?.chargedCleanWh[0], row?.dischargedWh[2]]).toEqual([100n, 60n, 40n]);
    expect([row?.unexplainedWh[0], row?.unexplainedWh[2]]).toEqual([-40n, -10n]);
    expect(flowDays.has(state, charging, firstDayMs)).toBe(false);
    expect(await ledger.audit()).toEqual([]);
  });

  it("is issued nothing for what is discharged beyond its layers, or in the hour in which it is charged", async () => {
    recordDay(ledger, { "solar-kern": [100n], [charging]: [50n], [discharging]: [40n, 100n] });
    closeDays(ledger);
    const account = storages.get(ledger.state, charging);
    expect(account).toMatchObject({ storedWh: 0n, dischargedWh: 40n, lostWh: 10n, issuedWh: 40n, unexplainedWh: 100n });
    expect(storageIssues.has(ledger.state, discharging, firstDayMs)).toBe(false);
    // Nobody used them: they are bob's, and active.
    expect(bundles.get(ledger.state, discharging, 1)).toMatchObject({ state: "active", lastId: 40 });
    expect(await ledger.audit()).toEqual([]);
  });

  it("charges grey where nobody reserved, and what is wholly stored says so", async () => {
    ledger.send("alice", "energy/revokeInstruction", { device: "solar-kern" });
    recordDay(ledger, { "solar-kern": [100n], [charging]: [50n], [discharging]: [0n, 10n] });
    closeDays(ledger);
    expect(layers.get(ledger.state, charging, 0)).toMatchObject({ wh: 37n, cleanWh: 0n });
    expect(deviceTotals.get(ledger.state, discharging)?.issuedWh).toBe(0n);
    instruct(ledger, "solar-kern");
    ledger.advance(dayMs);
    recordDay(ledger, { "solar-kern": [...new Array(23).fill(0n)] });
    recordDay(ledger, { "solar-kern": [9n], [charging]: [...new Array(23).fill(0n)] });
    recordDay(ledger, { [charging]: [9n] });
    closeDays(ledger);
    ledger.advance(dayMs);
    expect(bundles.get(ledger.state, "solar-kern", 101)).toMatchObject({
      state: "cancelledForStorage",
      stored: [{ firstId: 101, lastId: 109 }],
    });
    expect(await ledger.audit()).toEqual([]);
  });

  it("has no layer for a late charge, and nothing for a late discharge", async () => {
    recordDay(ledger, { "solar-kern": [100n], [charging]: [0n] });
    closeDays(ledger);
    recordDay(ledger, { [charging]: [50n], [discharging]: [0n, 0n, 40n] });
    expect(storages.has(ledger.state, charging)).toBe(false);
    expect(deviceTotals.get(ledger.state, charging)?.lateMilliWh).toBe(50_000n);
    expect(deviceTotals.get(ledger.state, discharging)).toMatchObject({ lateMilliWh: 40_000n, issuedWh: 0n });
    expect(await ledger.audit()).toEqual([]);
  });
});

describe("what a battery was issued", () => {
  it("cannot be reserved ahead or again, but sold, used and withdrawn, and expires", async () => {
    recordDay(ledger, { ...sunnyDay, [load]: [40n, 0n, 0n] });
    closeDays(ledger);
    const range = (firstId: number, lastId: number) => ({ device: discharging, bundle: firstId, firstId, lastId });
    expect(refusedAs(ledger, "bob", "energy/instructReservation", { device: discharging })).toBe(
      "energy/neverReserved",
    );
    expect(refusedAs(ledger, "bob", "energy/reserveCertificates", { ranges: [range(1, 24)] })).toBe("energy/dayClosed");
    const to = ledger.account("alice");
    expect(ledger.send("bob", "energy/transferCertificates", { to, ranges: [range(1, 10)] }).code).toBe(0);
    const withdrawal = { ranges: [range(11, 12)], reference: "wrong meter" };
    expect(ledger.send("issuing-body", "energy/withdrawCertificates", withdrawal).code).toBe(0);
    ledger.advance(731 * dayMs);
    expect(bundles.get(ledger.state, discharging, 13)?.state).toBe("expired");
    expect(await ledger.audit()).toEqual([]);
  });
});
