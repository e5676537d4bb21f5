// What no event told is entered in the block whose balance shows it, once, and never into a book that others changed.
import { readdirSync } from "node:fs";
import { afterEach, beforeEach, expect, it } from "vitest";
import { EntryBook } from "#src/cli/gateway/entryBook.ts";
import { closeGaps, saveAgreed } from "#src/cli/gateway/gaps.ts";
import { currencyDecimals } from "#src/iso20022/currencies.ts";
import { temporaryFolder } from "#tests/support/nodeProcess.ts";

let folder: ReturnType<typeof temporaryFolder>;
let book: EntryBook;
let asked: number;
beforeEach(async () => {
  folder = temporaryFolder();
  asked = 0;
  const begin = async () => ({ height: 4, timeMs: 1_000, balances: { USD: 100n } });
  book = await EntryBook.open(folder.path, { network: "net", account: "a" }, begin);
});
afterEach(() => {
  book.close();
  folder.remove();
});

/** What the ledger says: from a height on, so much more. */
const changes = [
  { height: 10, units: 7n },
  { height: 500, units: -30n },
  { height: 501, units: 30n },
  { height: 900, units: 1n },
];
const balance = (until: number) =>
  changes.reduce((sum, { height, units }) => (height <= until ? sum + units : sum), 100n);
const parts = () => ({
  advices: { book, shownAs: "OWN", currencies: currencyDecimals, out: folder.path, progress: () => undefined },
  journal: folder.path,
  balanceAt: async (_: string, height: number) => {
    asked += 1;
    return balance(height);
  },
  timeOf: async (height: number) => height * 1_000,
});
const newest = { height: 1_000, units: balance(1_000) };

it("enters each difference in its block, beside what events told", async () => {
  book.append([{ place: "10.2", timeMs: 10_000, currency: "USD", units: 7n }]);
  expect(await closeGaps(parts(), "USD", newest)).toBe(1);
  expect(book.runningOf("USD").units).toBe(newest.units);
  // A sum of nothing between two blocks is no difference at the end, so that nothing need be found.
  expect(asked).toBeLessThan(15);
  expect(await closeGaps(parts(), "USD", newest)).toBe(0);
  const entries: string[] = [];
  for await (const { place, units } of book.entries()) entries.push(`${place} ${units}`);
  expect(entries).toEqual(["10.2 7", "900.999999999 1"]);
  expect(readdirSync(folder.path).filter((name) => name.startsWith("camt.054"))).toHaveLength(1);
});

it("leaves the place of events where it was, and does not take them twice when they come late", async () => {
  await closeGaps(parts(), "USD", newest);
  expect(book.place).toBe("4.999999999");
  expect(book.isClosed({ place: "10.2", currency: "USD" })).toBe(true);
  expect(book.isClosed({ place: "901.0", currency: "USD" })).toBe(false);
  expect(book.isClosed({ place: "10.2", currency: "EUR" })).toBe(false);
});

it("enters nothing into a book that does not say any more what it said", async () => {
  saveAgreed(folder.path, "USD", { height: 20, units: 107n });
  expect(await closeGaps(parts(), "USD", newest)).toBe(0);
  expect(book.runningOf("USD").units).toBe(100n);
});
