// Naming the partner currencies that count as cover.
import { beforeEach, expect, test } from "vitest";
import { createCashLedger } from "#tests/support/issuance.ts";
import type { Outcome, TestLedger } from "#tests/support/ledger.ts";

let ledger: TestLedger;
beforeEach(() => {
  ledger = createCashLedger();
});

const dollars = { currency: "USD", feed: "USD", haircutBp: 0 };
const yuan = { currency: "CNY", feed: "CNY", haircutBp: 500 };
const set = (currencies: readonly unknown[], actor = "governor"): Outcome =>
  ledger.send(actor, "issuance/setReserveCurrencies", { currencies });

function expectRefused(outcome: () => Outcome, code: string): void {
  const before = ledger.digest();
  expect(outcome().refused).toBe(code);
  expect(ledger.digest()).toBe(before);
}

test("replaces the list", async () => {
  const { code, events } = set([yuan]);
  expect(code).toBe(0);
  expect(events).toEqual([
    { type: "issuance/reserveCurrenciesSet", content: { currencies: [yuan], by: ledger.account("governor") } },
  ]);
  expect(await ledger.query("issuance/reserve")).toMatchObject({ currencies: [yuan] });
  expect(await ledger.audit()).toEqual([]);
});

test("refuses KDG, a currency named twice, one that nobody issues, and a feed for another unit", () => {
  expectRefused(() => set([{ ...dollars, currency: "KDG" }]), "issuance/currencyAnchored");
  expectRefused(() => set([dollars, yuan, dollars]), "issuance/currencyRepeated");
  expectRefused(() => set([{ ...dollars, currency: "XXX" }]), "accounts/unknownCurrency");
  expectRefused(() => set([{ ...dollars, feed: "XXX" }]), "oracle/unknownFeed");
  expectRefused(() => set([{ ...dollars, feed: "CU" }]), "issuance/currencyFeedMismatch");
});

test("refuses to drop a currency that the reserve still holds", () => {
  ledger.send("alice", "issuance/fundReserve", { currency: "USD", amount: 1n });
  expectRefused(() => set([yuan]), "issuance/currencyStillHeld");
  expect(set([dollars]).code).toBe(0);
});

test("refuses everyone but a governor", () => {
  for (const actor of ["alice", "issuer", "regulator"]) expectRefused(() => set([], actor), "authority/roleMissing");
});
