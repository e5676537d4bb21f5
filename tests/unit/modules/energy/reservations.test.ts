// What a day takes of reservations, and what becomes of one that is taken apart.
import { beforeEach, describe, expect, it } from "vitest";
import { limits } from "#src/core/limits.ts";
import { addToTotals } from "#src/modules/energy/books.ts";
import { requireWithdrawable } from "#src/modules/energy/bundles.ts";
import type { Day } from "#src/modules/energy/days/schemas.ts";
import { reserveCertificates } from "#src/modules/energy/messages/reserveCertificates.ts";
import { hasRoom, keepReserved } from "#src/modules/energy/reservations.ts";
import type { Bundle } from "#src/modules/energy/schemas.ts";
import { bundles, days, devices, supply, supplyCounts } from "#src/modules/energy/tables.ts";
import { energyBooks, generator } from "#tests/support/energyBooks.ts";

const { device, holder } = generator;
const day: Day = {
  openedMs: 0,
  closesMs: 100_000_000,
  cleanMostGramsPerMwh: 100_000,
  matchedHours: 0,
  supplyEntries: 0,
  demandEntries: 0,
};
const reserved: Bundle = { lastId: 10, holder, state: "reserved", reserved: { dayMs: 0 }, startMs: 0 };
const range = { device, bundle: 1, firstId: 3, lastId: 4 };

let books: ReturnType<typeof energyBooks>;
beforeEach(() => {
  books = energyBooks();
  const { journal } = books;
  days.put(journal, 0, day);
  const registered = devices.get(journal, device);
  if (registered === undefined) throw new Error("the books have a generator");
  devices.put(journal, device, { ...registered, production: { carrier: "solar", carbonGramsPerMwh: 0 } });
});

describe("a day", () => {
  it("has room for so many bundles of a holder, and so many in all", () => {
    const { journal } = books;
    supplyCounts.put(journal, 0, holder, limits.supplyPerHolderDayMax - 1);
    expect(hasRoom(journal, 0, holder, 1)).toBe(true);
    expect(hasRoom(journal, 0, holder, 2)).toBe(false);
    supplyCounts.delete(journal, 0, holder);
    days.put(journal, 0, { ...day, supplyEntries: limits.supplyPerDayMax - 1 });
    expect(hasRoom(journal, 0, holder, 1)).toBe(true);
    expect(hasRoom(journal, 0, holder, 2)).toBe(false);
  });

  it("refuses a reservation when it is full", () => {
    const { journal } = books;
    days.put(journal, 0, { ...day, supplyEntries: limits.supplyPerDayMax });
    const context = { state: journal, actor: holder } as never;
    expect(() => reserveCertificates.handle(context, { ranges: [range] })).toThrow("energy/supplyFull");
  });
});

describe("a part that is withdrawn", () => {
  it("is refused once the day has closed, until it is matched", () => {
    const { journal } = books;
    books.putBundle(1, reserved);
    expect(requireWithdrawable(journal, [range])).toHaveLength(1);
    days.put(journal, 0, { ...day, closedMs: 5 });
    expect(() => requireWithdrawable(journal, [range])).toThrow("energy/dayClosed");
  });

  it("leaves what lies behind it reserved, or active where the day has no room", () => {
    const { journal } = books;
    books.putBundle(5, reserved);
    addToTotals(journal, device, "generation", { activeWh: -10n, reservedWh: 10n });
    keepReserved(journal, { range, whole: reserved });
    expect(supply.get(journal, 0, 0)).toEqual({ device, firstId: 5 });
    days.put(journal, 0, { ...day, supplyEntries: limits.supplyPerDayMax });
    keepReserved(journal, { range, whole: reserved });
    expect(bundles.get(journal, device, 5)).toMatchObject({ state: "active", lastId: 10 });
  });
});
