// How much there is of a currency.
import { expect, test } from "vitest";
import { supply } from "#src/modules/accounts/queries/supply.ts";
import { createAccountsLedger } from "#tests/support/accountsLedger.ts";

const ledger = createAccountsLedger();

test("the supply is shown with its decimals, zero before the first issue, under the key that proves it", async () => {
  expect(await ledger.query("accounts/supply", { currency: "CNY" })).toEqual({ value: 30_000_000n, decimals: 2 });
  expect(await ledger.query("accounts/supply", { currency: "KDG" })).toEqual({ value: 0n, decimals: 6 });
  expect(supply.proves?.({ currency: "CNY" })).toBe("accounts/supply/CNY");
});

test("an unknown currency has no supply", async () => {
  await expect(ledger.query("accounts/supply", { currency: "XXX" })).rejects.toThrow("accounts/unknownCurrency");
});
