// Promises about days: each is found broken when a row is changed by hand.
import { beforeAll, describe, expect, it } from "vitest";
import type { Invariant } from "#src/machine/invariant.ts";
import {
  daysListReservedBundles,
  daysWaitOnce,
  generationEqualsIssues,
  hoursEqualReadings,
} from "#src/modules/energy/invariants/days.ts";
import * as tables from "#src/modules/energy/tables.ts";
import { type ChangedRow, changedState, rowOf } from "#tests/support/changedState.ts";
import {
  closeDays,
  createEnergyLedger,
  dayMs,
  firstDayMs,
  firstStartMs,
  instruct,
  recordDay,
} from "#tests/support/energy.ts";
import type { TestLedger } from "#tests/support/ledger.ts";

const load = "datacentre-fresno";
const openDayMs = firstDayMs + dayMs;
const { days, supply, supplyCounts, bundles, demand, closings, closedDays } = tables;
let ledger: TestLedger;
/** The first day is matched, the second is open. */
beforeAll(() => {
  ledger = createEnergyLedger();
  const submeter = {
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
  ledger.send("issuing-body", "energy/registerDevice", submeter);
  instruct(ledger, "solar-kern");
  const hours = (wh: bigint) => new Array<bigint>(24).fill(wh);
  recordDay(ledger, { "solar-kern": hours(9n), "line-palo-verde": hours(1n), [load]: hours(5n), racks: hours(4n) });
  closeDays(ledger);
  recordDay(ledger, { "solar-kern": [7n], "line-palo-verde": [1n], [load]: [5n], racks: [4n] });
});

const brokenBy = (invariant: Invariant, ...rows: readonly ChangedRow[]) =>
  invariant({ state: changedState(ledger.state, rows) });
const dayRow = (start: number, change: object) =>
  rowOf(days.key(start), days.codec, { ...days.get(ledger.state, start), ...change } as never);

it("all hold while nothing is changed", async () => {
  for (const invariant of [hoursEqualReadings, generationEqualsIssues, daysListReservedBundles, daysWaitOnce]) {
    expect(await brokenBy(invariant)).toEqual([]);
  }
});

describe("hoursEqualReadings", () => {
  const zeros = new Array<bigint>(24).fill(0n);
  it("finds other consumption, late consumption or minutes of a load than its meter told", async () => {
    const row = tables.loadDays.get(ledger.state, load, firstDayMs);
    const key = tables.loadDays.key(load, firstDayMs);
    for (const change of [
      { demandMilliWh: zeros },
      { lateMilliWh: zeros },
      { recordedMinutes: row?.recordedMinutes.map(() => 15) },
    ]) {
      const changed = rowOf(key, tables.loadDays.codec, { ...row, ...change } as never);
      expect(await brokenBy(hoursEqualReadings, changed)).not.toEqual([]);
    }
    expect(await brokenBy(hoursEqualReadings, rowOf(key, tables.loadDays.codec, undefined))).not.toEqual([]);
  });

  it("finds other figures of submeters and interconnectors, or flows that are left over", async () => {
    const key = tables.submeterDays.key("racks", firstDayMs);
    const row = tables.submeterDays.get(ledger.state, "racks", firstDayMs);
    const changed = rowOf(key, tables.submeterDays.codec, { ...row, meteredMilliWh: zeros } as never);
    expect(await brokenBy(hoursEqualReadings, changed)).not.toEqual([]);
    const { flowDays } = tables;
    for (const start of [firstDayMs, openDayMs]) {
      const flow = rowOf(flowDays.key("line-palo-verde", start), flowDays.codec, { flowMilliWh: zeros });
      expect(await brokenBy(hoursEqualReadings, flow)).not.toEqual([]);
    }
  });
});

it("generationEqualsIssues finds other generation than was issued, and what is left over", async () => {
  const { generationDays, zoneDays } = tables;
  const waiting = generationDays.get(ledger.state, "CISO", openDayMs);
  const zeros = new Array<bigint>(24).fill(0n);
  const less = { ...waiting, generationWh: zeros } as never;
  expect(
    await brokenBy(generationEqualsIssues, rowOf(generationDays.key("CISO", openDayMs), generationDays.codec, less)),
  ).not.toEqual([]);
  const left = rowOf(generationDays.key("CISO", firstDayMs), generationDays.codec, waiting);
  expect(await brokenBy(generationEqualsIssues, left)).not.toEqual([]);
  const matched = { ...zoneDays.get(ledger.state, "CISO", firstDayMs), generationWh: zeros } as never;
  const changed = rowOf(zoneDays.key("CISO", firstDayMs), zoneDays.codec, matched);
  expect(await brokenBy(generationEqualsIssues, changed)).not.toEqual([]);
});

describe("daysListReservedBundles", () => {
  const firstId = 24 * 9 + 1;
  it("finds a reserved bundle that no day lists, one that is listed twice, and one of another day", async () => {
    const gone = rowOf(supply.key(openDayMs, 0), supply.codec, undefined);
    expect(await brokenBy(daysListReservedBundles, gone)).not.toEqual([]);
    const twice = rowOf(supply.key(openDayMs, 1), supply.codec, { device: "solar-kern", firstId });
    expect(await brokenBy(daysListReservedBundles, twice)).not.toEqual([]);
    const bundle = { ...bundles.get(ledger.state, "solar-kern", firstId), reserved: { dayMs: firstDayMs } } as never;
    const other = rowOf(bundles.key("solar-kern", firstId), bundles.codec, bundle);
    expect(await brokenBy(daysListReservedBundles, other)).not.toEqual([]);
  });

  it("finds counts of days and holders that are wrong", async () => {
    expect(await brokenBy(daysListReservedBundles, dayRow(openDayMs, { supplyEntries: 2 }))).not.toEqual([]);
    const key = supplyCounts.key(openDayMs, ledger.account("alice"));
    for (const count of [2, undefined]) {
      expect(await brokenBy(daysListReservedBundles, rowOf(key, supplyCounts.codec, count))).not.toEqual([]);
    }
  });
});

describe("daysWaitOnce", () => {
  it("finds a day that waits for nothing, twice, or before it was opened", async () => {
    expect(await brokenBy(daysWaitOnce, dayRow(openDayMs, { closedMs: 1 }))).not.toEqual([]);
    const { entries } = closings.tables;
    const entry = (dueMs: number, start: number) => ({ dueMs, sequence: 9, item: { dayMs: start } });
    for (const start of [openDayMs, firstDayMs, firstDayMs - dayMs]) {
      const again = rowOf(entries.key(9), entries.codec, entry(1, start) as never);
      expect(await brokenBy(daysWaitOnce, again), `${start}`).not.toEqual([]);
    }
    const { items } = closedDays.tables;
    const queued = rowOf(items.key("days", 0), items.codec, { dayMs: firstDayMs });
    expect(await brokenBy(daysWaitOnce, queued)).not.toEqual([]);
  });

  it("finds hours matched too early, and lists of loads that are wrong", async () => {
    expect(await brokenBy(daysWaitOnce, dayRow(openDayMs, { matchedHours: 1 }))).not.toEqual([]);
    expect(await brokenBy(daysWaitOnce, dayRow(openDayMs, { demandEntries: 0 }))).not.toEqual([]);
    const more = rowOf(demand.key(openDayMs, 1), demand.codec, { load });
    expect(await brokenBy(daysWaitOnce, more)).not.toEqual([]);
  });
});
