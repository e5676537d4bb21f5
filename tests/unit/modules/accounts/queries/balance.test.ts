// A balance: zero where nothing is stored, a refusal where nothing could be.
import { expect, test } from "vitest";
import { balance } from "#src/modules/accounts/queries/balance.ts";
import { createAccountsLedger } from "#tests/support/accountsLedger.ts";

const ledger = createAccountsLedger();
const of = (currency: string, alias = "alice") =>
  ledger.query("accounts/balance", { account: ledger.account(alias), currency });

test("a balance is shown in the smallest unit, with its decimals, under the key that proves it", async () => {
  expect(await of("CNY")).toEqual({ value: 10_000_000n, decimals: 2 });
  const alice = ledger.account("alice");
  expect(balance.proves?.({ account: alice, currency: "CNY" })).toBe(`accounts/balance/CNY/${alice}`);
});

test("an account that holds nothing of a currency has zero of it", async () => {
  expect(await of("KDG")).toEqual({ value: 0n, decimals: 6 });
});

test("a frozen balance shows its legal reference", async () => {
  ledger.send("eur-issuer", "accounts/freezeAccount", {
    account: ledger.account("alice"),
    currency: "EUR",
    reference: "Order 1",
  });
  expect(await of("EUR")).toEqual({ value: 0n, decimals: 2, frozenReference: "Order 1" });
});

test("an unknown account or currency has no balance", async () => {
  await expect(of("XXX")).rejects.toThrow("accounts/unknownCurrency");
  await expect(of("CNY", "nobody")).rejects.toThrow("accounts/unknownAccount");
});
