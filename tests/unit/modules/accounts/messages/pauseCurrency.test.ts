// Pausing: a currency's authority stops all transfers of it.
import { beforeEach, expect, test } from "vitest";
import { attempt, createAccountsLedger } from "#tests/support/accountsLedger.ts";
import type { TestLedger } from "#tests/support/ledger.ts";

const type = "accounts/pauseCurrency";
let ledger: TestLedger;
beforeEach(() => {
  ledger = createAccountsLedger();
});
const content = (currency = "CNY", reference = "Order 1") => ({ currency, reference });

test("a paused currency is neither issued nor burnt, and others go on", async () => {
  const { code, events } = ledger.send("cny-issuer", type, content());
  const by = ledger.account("cny-issuer");
  expect([code, events]).toEqual([
    0,
    [{ type: "accounts/currencyPaused", content: { currency: "CNY", by, reference: "Order 1" } }],
  ]);
  const issue = (currency: string) => ({ currency, to: ledger.account("bob"), amount: 1n });
  expect(attempt(ledger, "cny-issuer", "accounts/issueCurrency", issue("CNY"))).toBe("accounts/currencyPaused");
  expect(attempt(ledger, "usd-issuer", "accounts/issueCurrency", issue("USD"))).toBe("accepted");
  expect(await ledger.query("accounts/currency", { currency: "CNY" })).toMatchObject({ pausedReference: "Order 1" });
});

test("a currency is paused by its issuer, the anchored one by whoever holds the role of an issuer", () => {
  for (const actor of ["issuer", "usd-issuer", "governor", "regulator", "alice"]) {
    expect(attempt(ledger, actor, type, content()), actor).toBe("accounts/notCurrencyAuthority");
  }
  for (const actor of ["governor", "cny-issuer", "regulator"]) {
    expect(attempt(ledger, actor, type, content("KDG")), actor).toBe("accounts/notCurrencyAuthority");
  }
  expect(attempt(ledger, "issuer", type, content("KDG"))).toBe("accepted");
});

test("a currency is paused once, and must be known", () => {
  expect(attempt(ledger, "cny-issuer", type, content())).toBe("accepted");
  expect(attempt(ledger, "cny-issuer", type, content())).toBe("accounts/currencyPaused");
  expect(attempt(ledger, "cny-issuer", type, content("XXX"))).toBe("accounts/unknownCurrency");
});

test("a pause has a legal reference", () => {
  expect(attempt(ledger, "cny-issuer", type, content("CNY", ""))).toBe("core/malformedEncoding");
});
