// The book of movements: what each event moves, and a book that is read back after any interruption.
import { appendFileSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import { EntryBook } from "#src/cli/gateway/entryBook.ts";
import { movementsOf } from "#src/cli/gateway/movements.ts";
import { temporaryFolder } from "#tests/support/nodeProcess.ts";

const begin = async () => ({ height: 4, timeMs: 1_000, balances: { USD: 100n } });
const place = { network: "net", account: "a" };
const entry = (at: number, units: bigint) => ({ place: `${at}.0`, timeMs: at, currency: "USD", units });

it("goes on where it was, without what was half written", async () => {
  const folder = temporaryFolder();
  const book = await EntryBook.open(folder.path, place, begin);
  expect({ place: book.place, running: book.runningOf("USD") }).toEqual({
    place: "4.999999999",
    running: { entries: 0, units: 100n },
  });
  book.append([entry(5, 7n)]);
  book.append([entry(6, -3n)]);
  book.close();
  const path = join(folder.path, "entries.jsonl");
  const whole = readFileSync(path, "utf8");
  appendFileSync(path, whole.slice(0, 20));
  const again = await EntryBook.open(folder.path, place, begin);
  expect({ place: again.place, running: again.runningOf("USD") }).toEqual({
    place: "6.0",
    running: { entries: 2, units: 104n },
  });
  expect(readFileSync(path, "utf8")).toBe(whole);
  again.close();
  await expect(EntryBook.open(folder.path, { ...place, account: "b" }, begin)).rejects.toThrow(/is of a on net/);
  folder.remove();
});

it("knows what each event moves on an account, and that others move nothing", () => {
  const paid = { type: "settlement/paymentSettled", content: { from: "a", to: "b", currency: "USD", amount: "5" } };
  const lock = { payer: "a", payee: "b", currency: "USD", amount: "5", endToEndId: "E" };
  const made = { account: "a", currency: "USD", amount: "5" };
  const units = (type: string, content: unknown, account: string) => movementsOf({ type, content }, account)[0]?.units;
  expect(["a", "b", "c"].map((account) => movementsOf(paid, account)[0]?.units)).toEqual([-5n, 5n, undefined]);
  expect(["a", "b"].map((account) => units("settlement/fundsLocked", lock, account))).toEqual([-5n, undefined]);
  expect(["a", "b"].map((account) => units("settlement/lockFulfilled", lock, account))).toEqual([undefined, 5n]);
  expect(["a", "b"].map((account) => units("settlement/lockCancelled", lock, account))).toEqual([5n, undefined]);
  expect(["a", "b"].map((account) => units("settlement/lockExpired", lock, account))).toEqual([5n, undefined]);
  expect([units("accounts/currencyIssued", made, "a"), units("accounts/currencyBurnt", made, "a")]).toEqual([5n, -5n]);
  expect(units("accounts/accountFrozen", made, "a")).toBeUndefined();
});

it("sums what a settled item moves in each currency, for payers and payees", () => {
  const leg = (from: string, to: string, currency: string, amount: string) => ({ from, to, currency, amount });
  const legs = [
    leg("a", "b", "USD", "5"),
    leg("b", "a", "EUR", "4"),
    leg("a", "c", "USD", "2"),
    leg("c", "c", "USD", "9"),
  ];
  const event = { type: "netting/itemSettled", content: { item: 1, legs, endToEndId: "E" } };
  const moved = (account: string) => movementsOf(event, account).map(({ currency, units }) => [currency, units]);
  expect(moved("a")).toEqual([
    ["USD", -7n],
    ["EUR", 4n],
  ]);
  expect([moved("c"), moved("d")]).toEqual([[["USD", 2n]], []]);
});

it("has all that one event moved, or nothing of it", async () => {
  const folder = temporaryFolder();
  const book = await EntryBook.open(folder.path, place, begin);
  book.append([entry(5, 7n)]);
  const path = join(folder.path, "entries.jsonl");
  const before = readFileSync(path, "utf8");
  book.append([entry(6, -3n), { ...entry(6, 4n), currency: "EUR" }]);
  book.close();
  const [, second = ""] = readFileSync(path, "utf8").split("\n");
  writeFileSync(path, `${before}${second}\n`);
  const again = await EntryBook.open(folder.path, place, begin);
  expect({ place: again.place, usd: again.runningOf("USD").units }).toEqual({ place: "5.0", usd: 107n });
  expect(readFileSync(path, "utf8")).toBe(before);
  again.close();
  folder.remove();
});
