// Registering: a governor admits a currency and names its one issuer.
import { beforeEach, expect, test } from "vitest";
import { limits } from "#src/core/limits.ts";
import { currencyCodes } from "#src/modules/accounts/tables.ts";
import { attempt, balanceOf, createAccountsLedger } from "#tests/support/accountsLedger.ts";
import type { TestLedger } from "#tests/support/ledger.ts";

const type = "accounts/registerCurrency";
let ledger: TestLedger;
beforeEach(() => {
  ledger = createAccountsLedger();
});
const content = (more: object = {}) => ({ currency: "BRL", decimals: 2, issuer: ledger.account("bob"), ...more });

test("a registered currency has a supply of nothing until its issuer issues it", async () => {
  const { code, events } = ledger.send("governor", type, content());
  const settings = { decimals: 2, issuer: ledger.account("bob") };
  expect([code, events]).toEqual([
    0,
    [{ type: "accounts/currencyRegistered", content: { currency: "BRL", settings } }],
  ]);
  expect(await ledger.query("accounts/supply", { currency: "BRL" })).toEqual({ value: 0n, decimals: 2 });
  const issue = { currency: "BRL", to: ledger.account("carol"), amount: 7n };
  expect(attempt(ledger, "alice", "accounts/issueCurrency", issue)).toBe("accounts/notCurrencyAuthority");
  expect(attempt(ledger, "bob", "accounts/issueCurrency", issue)).toBe("accepted");
  expect(balanceOf(ledger, "carol", "BRL")).toBe(7n);
  expect(await ledger.audit()).toEqual([]);
});

test("only a governor admits currencies", () => {
  for (const actor of ["alice", "issuer", "regulator", "cny-issuer"]) {
    expect(attempt(ledger, actor, type, content()), actor).toBe("authority/roleMissing");
  }
});

test("a currency is admitted once, the anchored one never", () => {
  expect(attempt(ledger, "governor", type, content())).toBe("accepted");
  expect(attempt(ledger, "governor", type, content())).toBe("accounts/currencyKnown");
  expect(attempt(ledger, "governor", type, content({ currency: "KDG" }))).toBe("accounts/currencyKnown");
});

test("its issuer has an open account", () => {
  expect(attempt(ledger, "governor", type, content({ issuer: ledger.account("nobody") }))).toBe(
    "accounts/unknownAccount",
  );
});

test("it has up to eighteen decimals and a code of three to eight capitals or digits", () => {
  for (const wrong of [
    { decimals: 19 },
    { decimals: -1 },
    { currency: "BR" },
    { currency: "BRLBRLBRL" },
    { currency: "brl" },
  ]) {
    expect(attempt(ledger, "governor", type, content(wrong))).toBe("core/malformedEncoding");
  }
  expect(attempt(ledger, "governor", type, content({ decimals: 18 }))).toBe("accepted");
  expect(attempt(ledger, "governor", type, content({ currency: "B2345678", decimals: 0 }))).toBe("accepted");
});

test("the ledger takes as many currencies as the limit, and not one more", () => {
  const known = currencyCodes.get(ledger.state)?.length ?? 0;
  for (let number = known; number < limits.currenciesMax; number += 1) {
    expect(attempt(ledger, "governor", type, content({ currency: `C${number}X` }))).toBe("accepted");
  }
  expect(attempt(ledger, "governor", type, content())).toBe("accounts/tooManyCurrencies");
});
