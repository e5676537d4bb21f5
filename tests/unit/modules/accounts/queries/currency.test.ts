// One currency with its settings.
import { expect, test } from "vitest";
import { currency } from "#src/modules/accounts/queries/currency.ts";
import { createAccountsLedger } from "#tests/support/accountsLedger.ts";

const ledger = createAccountsLedger();

test("a currency is shown with its decimals and issuer, under the key that proves it", async () => {
  expect(await ledger.query("accounts/currency", { currency: "CNY" })).toEqual({
    decimals: 2,
    issuer: ledger.account("cny-issuer"),
  });
  expect(currency.proves?.({ currency: "CNY" })).toBe("accounts/currency/CNY");
});

test("a currency that is not registered is unknown", async () => {
  await expect(ledger.query("accounts/currency", { currency: "XXX" })).rejects.toThrow("accounts/unknownCurrency");
});
