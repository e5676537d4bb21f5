// Storage that gives more than it was given is found.
import { beforeEach, describe, expect, test } from "vitest";
import { accountFromBytes } from "#src/core/account.ts";
import { emptyTotal } from "#src/modules/energy/books.ts";
import { storageAddsUp } from "#src/modules/energy/invariants/storage.ts";
import { appendLayer, drawLayers, putStorage, storageOf } from "#src/modules/energy/storage/accounts.ts";
import { drawOldest } from "#src/modules/energy/storage/layers.ts";
import type { StorageAccount } from "#src/modules/energy/storage/schemas.ts";
import { devices, deviceTotals, kindTotals, layers, storageIssues, storages } from "#src/modules/energy/tables.ts";
import { memoryState } from "#tests/support/memoryState.ts";

const [charging, device] = ["battery-in", "battery-out"];
const layer = { hourMs: 0, wh: 100n, cleanWh: 60n, gramsPerMwh: 0 };
let memory: ReturnType<typeof memoryState>;
const broken = () => storageAddsUp({ state: memory.scanner() });
const change = (changes: Partial<StorageAccount>) =>
  storages.put(memory.journal, charging, { ...storageOf(memory.journal, charging), ...changes });

/** Two charged hours, and one of discharge that took half of the first. */
beforeEach(() => {
  memory = memoryState();
  const { journal } = memory;
  const holder = accountFromBytes(new Uint8Array(20).fill(1));
  const about = { zone: "CISO", nameplateW: 100n, holder, registeredMs: 0 };
  const storage = { charging, efficiencyPpm: 800_000 };
  devices.put(journal, charging, { kind: "charging", ...about });
  devices.put(journal, device, { kind: "discharging", storage, ...about });
  for (const hourMs of [0, 3_600_000]) appendLayer(journal, charging, { ...layer, hourMs });
  const drawing = drawOldest([layer], 40n, 800_000);
  drawLayers(journal, charging, drawing, 45n);
  const { issuedWh, gramsPerMwh, draws } = drawing;
  storageIssues.put(journal, device, 7_200_000, { firstId: 1, issuedWh, gramsPerMwh, draws: [...draws] });
  deviceTotals.put(journal, device, { ...emptyTotal, issuedWh, activeWh: issuedWh });
  kindTotals.put(journal, "generation", { ...emptyTotal, issuedWh: 120n, cancelledForStorageWh: 120n });
});

test("holds while the books are in order", async () => {
  expect(memory.journal.unbalancedTally()).toBeUndefined();
  expect(await broken()).toEqual([]);
});

describe("is broken by", () => {
  test("a layer that grew, is cleaner than large, empty, or out of its place", async () => {
    layers.put(memory.journal, charging, 0, { ...layer, wh: 51n, cleanWh: 30n });
    expect(await broken()).toHaveLength(1);
    layers.put(memory.journal, charging, 0, { ...layer, wh: 50n, cleanWh: 51n });
    expect((await broken())[0]).toContain("cleaner");
    layers.delete(memory.journal, charging, 0);
    layers.put(memory.journal, charging, 7, { ...layer, wh: 50n, cleanWh: 30n });
    expect((await broken()).join()).toContain("out of its place");
  });

  test.each([
    ["stored", { storedWh: 149n }],
    ["lost", { lostWh: 9n }],
    ["discharged", { dischargedWh: 41n }],
    ["charged", { chargedWh: 201n }],
    ["issued beyond the discharge", { issuedWh: 41n }],
    ["clean", { chargedCleanWh: 121n }],
    ["a place too many", { nextLayer: 3 }],
  ])("an account that is wrong: %s", async (_, changes) => {
    change(changes);
    expect(await broken()).not.toEqual([]);
  });

  test("more issued and stored clean than certificates were cancelled for", async () => {
    for (const at of [0, 1])
      layers.put(memory.journal, charging, at, { ...layer, wh: at === 0 ? 50n : 100n, cleanWh: 50n });
    expect((await broken()).join()).toContain("cancelled for");
  });

  test("layers without an account", async () => {
    layers.put(memory.journal, "other-in", 0, layer);
    expect((await broken()).join()).toContain("no account");
  });

  test("certificates beyond what was drawn, from an hour that had not been, or not in the totals", async () => {
    const issue = { firstId: 1, issuedWh: 24n, gramsPerMwh: 0 };
    const draw = { chargedHourMs: 0, cleanWh: 23n, greyWh: 27n };
    storageIssues.put(memory.journal, device, 7_200_000, { ...issue, draws: [draw] });
    expect((await broken()).join()).toContain("clean energy was drawn");
    const draws = [{ ...draw, chargedHourMs: 7_200_000, cleanWh: 30n }];
    storageIssues.put(memory.journal, device, 7_200_000, { ...issue, draws });
    expect((await broken()).join()).toContain("had not been");
    storageIssues.delete(memory.journal, device, 7_200_000);
    expect((await broken()).join()).toContain("the books say");
  });

  test("cancellations that no layer knows", async () => {
    kindTotals.put(memory.journal, "generation", { ...emptyTotal, cancelledForStorageWh: 121n });
    expect((await broken()).join()).toContain("cancelled for storage");
  });
});

test.each([
  ["stored out of no layer", { storedWh: 151n, chargedWh: 201n }, "layers"],
  ["charged and nowhere", { chargedWh: 201n }, "storage"],
  ["lost without a draw", { lostWh: 11n }, "storage"],
])("the tallies do not balance for an account with a watt-hour %s", (_, changes, name) => {
  const { journal } = memory;
  putStorage(journal, charging, { ...storageOf(journal, charging), ...changes });
  expect(journal.unbalancedTally()).toBe(`energy/${name}/${charging}`);
});
