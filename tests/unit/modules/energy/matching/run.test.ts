// Days that close: their hours matched, what was not claimed active again, and nothing left that was kept for that alone.
import { beforeEach, describe, expect, it } from "vitest";
import { read } from "#src/modules/energy/access.ts";
import { isMatchingUnfinished, matchClosedDays } from "#src/modules/energy/matching/run.ts";
import {
  bundles,
  claims,
  closedDays,
  days,
  demand,
  devices,
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
  dayMs,
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
import { memoryState } from "#tests/support/memoryState.ts";

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

describe("the work of one block", () => {
  /** A closed day with so many entries for one load: as much to look at as a large ledger has. */
  function dayOf(entries: number) {
    const memory = memoryState(1, 2 * dayMs);
    const { journal } = memory;
    const holder = ledger.account("carol");
    devices.put(journal, load, { kind: "load", zone: "CISO", nameplateW: 1n, holder, registeredMs: 0 });
    const none = new Array<bigint>(24).fill(0n);
    const figures = { matchedWh: none, dedicatedWh: none, claimedMicrograms: none };
    const recordedMinutes = new Array<number>(24).fill(60);
    loadDays.put(journal, load, 0, { demandMilliWh: none, recordedMinutes, ...figures });
    for (let entry = 0; entry < entries; entry += 1) demand.put(journal, 0, entry, { load });
    const times = { openedMs: 0, closesMs: dayMs, closedMs: dayMs, cleanMostGramsPerMwh: 0 };
    days.put(journal, 0, { ...times, matchedHours: 0, supplyEntries: 0, demandEntries: entries });
    closedDays.push(journal, "days", { dayMs: 0 });
    const matchedHoursAfter = () => {
      matchClosedDays(journal);
      memory.nextBlock();
      return days.get(journal, 0)?.matchedHours;
    };
    return { journal, matchedHoursAfter };
  }

  it("ends when it has looked at as many entries as a block may, and goes on in the next", () => {
    const { journal, matchedHoursAfter } = dayOf(7_000);
    // Three hours pass the bound of 20,000.
    expect([matchedHoursAfter(), matchedHoursAfter()]).toEqual([3, 6]);
    for (let block = 3; block < 8; block += 1) matchedHoursAfter();
    expect(isMatchingUnfinished(journal)).toBe(true);
    expect(matchedHoursAfter()).toBe(24);
    expect(demand.has(journal, 0, 0)).toBe(true);
    matchedHoursAfter();
    expect(demand.has(journal, 0, 0)).toBe(false);
    expect(days.get(journal, 0)?.matchedMs).toBe(journal.timeMs - 1);
    expect(isMatchingUnfinished(journal)).toBe(false);
  });

  it("is one hour at least, however much that is, and its lists go in parts", () => {
    const { journal, matchedHoursAfter } = dayOf(25_000);
    expect([matchedHoursAfter(), matchedHoursAfter()]).toEqual([1, 2]);
    for (let block = 3; block <= 24; block += 1) matchedHoursAfter();
    expect(days.get(journal, 0)).toMatchObject({ matchedHours: 24, demandEntries: 25_000 });
    matchedHoursAfter();
    expect(days.get(journal, 0)?.demandEntries).toBe(5_000);
    expect(demand.has(journal, 0, 4_999)).toBe(true);
    expect(demand.has(journal, 0, 5_000)).toBe(false);
  });
});
