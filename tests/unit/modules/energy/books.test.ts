// Running totals balance with the rows that they count, or the transaction does not stand.
import { beforeEach, describe, expect, test } from "vitest";
import { addToTotals, putBundle } from "#src/modules/energy/books.ts";
import { hourMs } from "#tests/support/energy.ts";
import { active, energyBooks, generator } from "#tests/support/energyBooks.ts";

const { device } = generator;
let books: ReturnType<typeof energyBooks>;
beforeEach(() => {
  books = energyBooks();
});

describe("tallies", () => {
  test.each([
    ["energy that is neither issued nor carried", { meteredMilliWh: 1n }],
    ["a certificate without a state", { issuedWh: 1n, meteredMilliWh: 1_000n }],
    ["a watt-hour that changes its state in the totals alone", { activeWh: -1n, cancelledWh: 1n }],
    ["one that expires in the totals alone", { activeWh: -1n, expiredWh: 1n }],
  ])("do not balance for %s", (_, change) => {
    addToTotals(books.journal, device, "generation", change);
    expect(books.journal.unbalancedTally()).toMatch(/^energy\//);
  });

  test("do not balance for a bundle made from nothing", () => {
    putBundle(books.journal, device, 22, active(22, hourMs));
    expect(books.journal.unbalancedTally()).toBe(`energy/active/${device}`);
  });
});

test("tallies balance while the books are in order", () => {
  expect(books.journal.unbalancedTally()).toBeUndefined();
});
