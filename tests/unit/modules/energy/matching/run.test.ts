// Days that close: their hours matched, what was not claimed active again, and nothing left that was kept for that alone.
import { beforeEach, describe, expect, it } from "vitest";
import { read } from "#src/modules/energy/access.ts";
import {
  bundles,
  claims,
  closedDays,
  days,
  demand,
  deviceTotals,
  flowDays,
  generationDays,
  loadDays,
  supply,
  supplyCounts,
  zoneDays,
  zoneTotals,
} from "#src/modules/energy/tables.ts";
import {
  closeDays,
  createEnergyLedger,
  firstDayMs,
  hourMs,
  instruct,
  nextRecord,
  recordDay,
  recordHours,
  refusedAs,
  sendRecord,
  solar,
} from "#tests/support/energy.ts";
import type { TestLedger } from "#tests/support/ledger.ts";

const load = "datacentre-fresno";
let ledger: TestLedger;
beforeEach(() => {
  ledger = createEnergyLedger();
});

describe("a day that closes", () => {
  it("has each hour matched with generation of that hour alone", async () => {
    instruct(ledger, "solar-kern");
    recordDay(ledger, { "solar-kern": [10n, 20n, 30n], [load]: [15n, 15n, 15n] });
    closeDays(ledger);
    expect(loadDays.get(ledger.state, load, firstDayMs)?.matchedWh.slice(0, 4)).toEqual([10n, 15n, 15n, 0n]);
    expect(claims.get(ledger.state, "CISO", firstDayMs + hourMs, 0)).toEqual([
      { device: "solar-kern", firstId: 11, lastId: 25, load },
    ]);
    // Certificates 1 to 10, then 11 to 25 and 31 to 45: the first two touch.
    expect(bundles.get(ledger.state, "solar-kern", 1)).toMatchObject({
      state: "active",
      lastId: 60,
      claimed: [
        { firstId: 1, lastId: 25 },
        { firstId: 31, lastId: 45 },
      ],
    });
    const states = { activeWh: 20n, reservedWh: 0n, claimedWh: 40n, issuedWh: 60n };
    expect(deviceTotals.get(ledger.state, "solar-kern")).toMatchObject(states);
    expect(await ledger.audit()).toEqual([]);
  });

  it("leaves only results", async () => {
    instruct(ledger, "solar-kern");
    recordDay(ledger, { "solar-kern": [10n], "line-palo-verde": [5n], [load]: [15n] });
    expect(flowDays.has(ledger.state, "line-palo-verde", firstDayMs)).toBe(true);
    closeDays(ledger);
    const { state } = ledger;
    expect(days.get(state, firstDayMs)).toMatchObject({ matchedHours: 24, supplyEntries: 0, demandEntries: 0 });
    expect(days.get(state, firstDayMs)?.matchedMs).toBe(state.timeMs);
    expect(closedDays.size(state, "days")).toBe(0);
    expect(supply.has(state, firstDayMs, 0)).toBe(false);
    expect(supplyCounts.has(state, firstDayMs, ledger.account("alice"))).toBe(false);
    expect(demand.has(state, firstDayMs, 0)).toBe(false);
    expect(flowDays.has(state, "line-palo-verde", firstDayMs)).toBe(false);
    expect(generationDays.has(state, "CISO", firstDayMs)).toBe(false);
  });

  it("serves a load from its own certificates before the pool, and neighbours over the line by what flowed", async () => {
    instruct(ledger, "solar-kern", load);
    instruct(ledger, "solar-gila");
    // 39 of 40 sent arrive; certificates for the one that is lost are used up in AZPS.
    recordDay(ledger, { "solar-kern": [10n], "solar-gila": [100n], "line-palo-verde": [40n], [load]: [60n] });
    closeDays(ledger);
    const row = zoneDays.get(ledger.state, "AZPS", firstDayMs);
    expect([row?.exportedWh[0], row?.lostWh[0], row?.offeredWh[0]]).toEqual([39n, 1n, 100n]);
    const own = zoneDays.get(ledger.state, "CISO", firstDayMs);
    expect([own?.matchedWh[0], own?.importedWh[0], own?.demandWh[0], own?.pooledWh[0]]).toEqual([49n, 39n, 60n, 0n]);
    // CISO: 10 made and 39 arrived, 60 used. AZPS: 100 made, 40 sent away, nobody there has a meter.
    expect([own?.unexplainedWh[0], row?.unexplainedWh[0]]).toEqual([-11n, 60n]);
    expect(zoneTotals.get(ledger.state, "CISO")).toEqual({ unexplainedMoreWh: 0n, unexplainedLessWh: 11n });
    expect(zoneTotals.get(ledger.state, "AZPS")).toEqual({ unexplainedMoreWh: 60n, unexplainedLessWh: 0n });
    expect(claims.get(ledger.state, "AZPS", firstDayMs, 0)).toEqual([
      { device: "solar-gila", firstId: 1, lastId: 39, load },
      { device: "solar-gila", firstId: 40, lastId: 40 },
    ]);
    expect(await ledger.audit()).toEqual([]);
  });

  it("sums quarter hours to the hour, and takes a load's fractions of a watt-hour as whole ones", async () => {
    instruct(ledger, "solar-kern");
    for (const value of [1_500n, 1_500n, 1_000n, 0n]) {
      sendRecord(ledger, nextRecord(ledger, "solar-kern", [value], { intervalMinutes: 15 }));
    }
    recordHours(ledger, load, [3_001n]);
    closeDays(ledger);
    expect(loadDays.get(ledger.state, load, firstDayMs)?.matchedWh[0]).toBe(4n);
    expect(read.loadHour(ledger.state, load, firstDayMs)).toMatchObject({
      demandWh: 4n,
      matchedWh: 4n,
      carbonGrams: 0n,
    });
    expect(await ledger.audit()).toEqual([]);
  });
});

describe("what comes after a day has closed", () => {
  it("is late: certificates are active whatever the instruction, and consumption is unmatched", async () => {
    recordDay(ledger, { "solar-kern": [10n], [load]: [10n] });
    closeDays(ledger);
    instruct(ledger, "solar-kern");
    recordDay(ledger, { "solar-kern": [20n], [load]: [20n] });
    expect(bundles.get(ledger.state, "solar-kern", 11)?.state).toBe("active");
    const row = loadDays.get(ledger.state, load, firstDayMs);
    expect([row?.demandMilliWh[1], row?.lateMilliWh?.[1], row?.matchedWh[1]]).toEqual([0n, 20_000n, 0n]);
    expect(deviceTotals.get(ledger.state, load)).toMatchObject({ meteredMilliWh: 30_000n, lateMilliWh: 20_000n });
    expect(read.loadHour(ledger.state, load, firstDayMs + hourMs)).toMatchObject({ demandWh: 20n, matchedWh: 0n });
    expect(refusedAs(ledger, "alice", "energy/reserveCertificates", { ranges: [solar(11, 12)] })).toBe(
      "energy/dayClosed",
    );
    expect(await ledger.audit()).toEqual([]);
  });
});

it("ranges between claims can be sold, and claims cannot", async () => {
  instruct(ledger, "solar-kern");
  recordDay(ledger, { "solar-kern": [10n, 20n, 30n], [load]: [5n, 5n, 5n] });
  closeDays(ledger);
  const to = ledger.account("bob");
  const send = (firstId: number, lastId: number, bundle: number) => ({ to, ranges: [solar(firstId, lastId, bundle)] });
  const type = "energy/transferCertificates";
  for (const [firstId, lastId] of [
    [5, 6],
    [1, 60],
    [15, 16],
    [11, 11],
  ] as const) {
    expect(refusedAs(ledger, "alice", type, send(firstId, lastId, 1))).toBe("energy/bundleNotActive");
  }
  expect(ledger.send("alice", type, send(16, 30, 1)).code).toBe(0);
  expect(bundles.get(ledger.state, "solar-kern", 1)?.claimed).toEqual([
    { firstId: 1, lastId: 5 },
    { firstId: 11, lastId: 15 },
  ]);
  expect(bundles.get(ledger.state, "solar-kern", 31)?.claimed).toEqual([{ firstId: 31, lastId: 35 }]);
  expect(ledger.send("alice", type, send(36, 60, 31)).code).toBe(0);
  const claimed = { state: "claimed", lastId: 35, claimed: [{ firstId: 31, lastId: 35 }] };
  expect(bundles.get(ledger.state, "solar-kern", 31)).toMatchObject(claimed);
  expect(await ledger.audit()).toEqual([]);
});
