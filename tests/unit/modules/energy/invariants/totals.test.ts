// Totals that differ from their rows are found.
import { beforeEach, describe, expect, test } from "vitest";
import { emptyTotal } from "#src/modules/energy/books.ts";
import { totalsEqualReadingsAndBundles } from "#src/modules/energy/invariants/totals.ts";
import { deviceTotals, kindTotals } from "#src/modules/energy/tables.ts";
import { hourMs } from "#tests/support/energy.ts";
import { active, energyBooks, generator } from "#tests/support/energyBooks.ts";

const { device } = generator;
let books: ReturnType<typeof energyBooks>;
beforeEach(() => {
  books = energyBooks();
});

test("hold while the books are in order", async () => {
  expect(await books.broken(totalsEqualReadingsAndBundles)).toEqual([]);
});

describe("totals", () => {
  const total = { ...emptyTotal, records: 2, meteredMilliWh: 21_000n, issuedWh: 21n, activeWh: 21n };
  test.each([
    ["metered", { meteredMilliWh: 21_001n }],
    ["remainder", { remainderMilliWh: 1n }],
    ["issued", { issuedWh: 22n }],
    ["states", { activeWh: 20n, cancelledWh: 1n }],
    ["locked for active", { activeWh: 20n, lockedWh: 1n }],
    ["records", { records: 1 }],
  ])("of a device and of a kind: %s", async (_, change) => {
    deviceTotals.put(books.journal, device, { ...total, ...change });
    expect(await books.broken(totalsEqualReadingsAndBundles)).toHaveLength(1);
    kindTotals.put(books.journal, "generation", { ...total, ...change });
    expect(await books.broken(totalsEqualReadingsAndBundles)).toHaveLength(2);
  });

  test("more certificates than energy", async () => {
    books.putBundle(22, active(22, hourMs));
    expect(await books.broken(totalsEqualReadingsAndBundles)).not.toEqual([]);
  });
});
