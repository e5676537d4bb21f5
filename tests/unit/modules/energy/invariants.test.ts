// Each promise is found broken when it is.
import { beforeEach, describe, expect, test } from "vitest";
import { accountFromBytes } from "#src/core/account.ts";
import type { Invariant } from "#src/machine/invariant.ts";
import { addToTotals, emptyTotal, putBundle, putReadings } from "#src/modules/energy/books.ts";
import * as invariants from "#src/modules/energy/invariants.ts";
import type { Bundle, Readings } from "#src/modules/energy/schemas.ts";
import * as tables from "#src/modules/energy/tables.ts";
import { memoryState } from "#tests/support/memoryState.ts";

const holder = accountFromBytes(new Uint8Array(20).fill(1));
const other = accountFromBytes(new Uint8Array(20).fill(2));
const meterKey = new Uint8Array(32).fill(3);
const hourMs = 3_600_000;
const device = "solar-1";

let memory: ReturnType<typeof memoryState>;

/** An hour of a register that counts ten watt-hours and a half an hour. */
function hourOf(at: number): Readings {
  return {
    intervalMinutes: 60,
    valuesMilliWh: [10_500n],
    registerBeforeMilliWh: BigInt(at) * 10_500n,
    registerAfterMilliWh: BigInt(at + 1) * 10_500n,
    meterKey,
    signature: new Uint8Array(64),
    recordedMs: 0,
    issue: {
      firstId: at === 0 ? 1 : 11,
      issuedWh: at === 0 ? 10n : 11n,
      remainderBeforeMilliWh: at === 0 ? 0n : 500n,
    },
  };
}

const active = (lastId: number, startMs: number): Bundle => ({ lastId, holder, state: "active", startMs });
const put = (firstId: number, bundle: Bundle) => tables.bundles.put(memory.journal, device, firstId, bundle);

beforeEach(() => {
  memory = memoryState();
  const { journal } = memory;
  const registration = { kind: "generation", zone: "CISO", nameplateW: 100n, holder, registeredMs: 0 } as const;
  tables.devices.put(journal, device, registration);
  tables.deviceTotals.put(journal, device, emptyTotal);
  for (const at of [0, 1]) {
    putReadings(journal, device, at * hourMs, hourOf(at));
    const issuedWh = at === 0 ? 10n : 11n;
    const remainderMilliWh = at === 0 ? 500n : -500n;
    const change = { records: 1, meteredMilliWh: 10_500n, issuedWh, activeWh: issuedWh, remainderMilliWh };
    addToTotals(journal, device, "generation", change);
    putBundle(journal, device, at === 0 ? 1 : 11, active(at === 0 ? 10 : 21, at * hourMs));
  }
  const ends = { nextStartMs: 2 * hourMs, recordedUntilMs: 2 * hourMs };
  tables.meters.put(journal, device, { meterKey, registerMilliWh: 21_000n, ...ends });
});

const broken = (invariant: Invariant) => invariant({ state: memory.scanner() });

test("all hold while the books are in order, and the tallies balance", async () => {
  expect(memory.journal.unbalancedTally()).toBeUndefined();
  for (const [name, invariant] of Object.entries(invariants)) expect(await broken(invariant), name).toEqual([]);
});

describe("tallies", () => {
  test.each([
    ["energy that is neither issued nor carried", { meteredMilliWh: 1n }],
    ["a certificate without a state", { issuedWh: 1n, meteredMilliWh: 1_000n }],
    ["a watt-hour that changes its state in the totals alone", { activeWh: -1n, cancelledWh: 1n }],
  ])("do not balance for %s", (_, change) => {
    addToTotals(memory.journal, device, "generation", change);
    expect(memory.journal.unbalancedTally()).toMatch(/^energy\//);
  });

  test("do not balance for a bundle made from nothing", () => {
    putBundle(memory.journal, device, 22, active(22, hourMs));
    expect(memory.journal.unbalancedTally()).toBe(`energy/active/${device}`);
  });
});

describe("totals", () => {
  const total = { ...emptyTotal, records: 2, meteredMilliWh: 21_000n, issuedWh: 21n, activeWh: 21n };
  test.each([
    ["metered", { meteredMilliWh: 21_001n }],
    ["remainder", { remainderMilliWh: 1n }],
    ["issued", { issuedWh: 22n }],
    ["states", { activeWh: 20n, cancelledWh: 1n }],
    ["records", { records: 1 }],
  ])("of a device and of a kind: %s", async (_, change) => {
    tables.deviceTotals.put(memory.journal, device, { ...total, ...change });
    expect(await broken(invariants.totalsEqualReadingsAndBundles)).toHaveLength(1);
    tables.kindTotals.put(memory.journal, "generation", { ...total, ...change });
    expect(await broken(invariants.totalsEqualReadingsAndBundles)).toHaveLength(2);
  });

  test("more certificates than energy", async () => {
    put(22, active(22, hourMs));
    expect(await broken(invariants.totalsEqualReadingsAndBundles)).not.toEqual([]);
  });
});

describe("bundles", () => {
  const breaks = async (name: string) => expect(await broken(invariants.bundlesTileIssues), name).not.toEqual([]);
  test("an id in two of them, or in none", async () => {
    put(10, active(10, 0));
    await breaks("two");
    tables.bundles.delete(memory.journal, device, 10);
    put(1, active(9, 0));
    await breaks("none");
  });
  test("ids that were never issued, or of another record", async () => {
    put(11, active(22, hourMs));
    await breaks("never");
    put(11, active(21, 0));
    await breaks("other");
  });
  test("an empty one, and one whose state lacks its reason", async () => {
    put(22, active(21, hourMs));
    await breaks("empty");
    tables.bundles.delete(memory.journal, device, 22);
    put(11, { ...active(21, hourMs), state: "cancelled" });
    await breaks("cancelled");
    put(11, { ...active(21, hourMs), state: "withdrawn" });
    await breaks("withdrawn");
  });
});

describe("readings", () => {
  const breaks = async (name: string) => expect(await broken(invariants.readingsAreContiguous), name).not.toEqual([]);
  test("a gap, an overlap, a register that jumps, under one meter", async () => {
    tables.readings.put(memory.journal, device, hourMs, { ...hourOf(1), registerBeforeMilliWh: 10_501n });
    await breaks("register");
    tables.readings.delete(memory.journal, device, hourMs);
    tables.readings.put(memory.journal, device, hourMs / 2, hourOf(1));
    await breaks("overlap");
    tables.readings.delete(memory.journal, device, hourMs / 2);
    tables.readings.put(memory.journal, device, 3 * hourMs, hourOf(1));
    await breaks("gap");
  });
  test("ids that do not follow from the intervals", async () => {
    const issue = { firstId: 12, issuedWh: 10n, remainderBeforeMilliWh: 500n };
    tables.readings.put(memory.journal, device, hourMs, { ...hourOf(1), issue });
    expect(await broken(invariants.readingsAreContiguous)).toHaveLength(2);
  });
  test("a meter that is elsewhere than its records", async () => {
    const ends = { nextStartMs: hourMs, recordedUntilMs: hourMs };
    tables.meters.put(memory.journal, device, { meterKey, registerMilliWh: 21_000n, ...ends });
    await breaks("behind");
    const within = { nextStartMs: hourMs, recordedUntilMs: 2 * hourMs };
    tables.meters.put(memory.journal, device, { meterKey, registerMilliWh: 21_000n, ...within });
    await breaks("within");
  });
  test("a new meter may leave a gap", async () => {
    tables.readings.delete(memory.journal, device, hourMs);
    tables.readings.put(memory.journal, device, 3 * hourMs, { ...hourOf(1), meterKey: new Uint8Array(32) });
    const ends = { nextStartMs: 4 * hourMs, recordedUntilMs: 4 * hourMs };
    tables.meters.put(memory.journal, device, { meterKey, registerMilliWh: 21_000n, ...ends });
    expect(await broken(invariants.readingsAreContiguous)).toEqual([]);
  });
});

describe("the lists of holders", () => {
  test("an entry too many and one missing", async () => {
    tables.heldBundles.put(memory.journal, other, device, 1, {});
    tables.heldBundles.delete(memory.journal, holder, device, 11);
    expect(await broken(invariants.holdersListTheirBundles)).toHaveLength(2);
  });
});
