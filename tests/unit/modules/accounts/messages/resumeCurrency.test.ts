// Resuming: transfers of a paused currency go on by its authority's word.

import { beforeEach, expect, test } from "vitest";
import { currencies } from "#src/modules/accounts/tables.ts";
import { attempt, createAccountsLedger } from "#tests/support/accountsLedger.ts";
import type { TestLedger } from "#tests/support/ledger.ts";

const type = "accounts/resumeCurrency";
let ledger: TestLedger;
beforeEach(() => {
  ledger = createAccountsLedger();
});
const content = (currency = "CNY", reference = "Order 2") => ({ currency, reference });

test("a resumed currency moves again, and only when it resumed stays known", () => {
  const before = currencies.get(ledger.state, "CNY");
  ledger.send("cny-issuer", "accounts/pauseCurrency", content());
  const { code, events } = ledger.send("cny-issuer", type, content());
  const by = ledger.account("cny-issuer");
  expect([code, events]).toEqual([
    0,
    [{ type: "accounts/currencyResumed", content: { currency: "CNY", by, reference: "Order 2" } }],
  ]);
  expect(currencies.get(ledger.state, "CNY")).toEqual({ ...before, resumedMs: ledger.state.timeMs });
});

test("nobody but its authority resumes a currency", () => {
  ledger.send("cny-issuer", "accounts/pauseCurrency", content());
  for (const actor of ["issuer", "usd-issuer", "governor", "alice"]) {
    expect(attempt(ledger, actor, type, content()), actor).toBe("accounts/notCurrencyAuthority");
  }
  ledger.send("issuer", "accounts/pauseCurrency", content("KDG"));
  expect(attempt(ledger, "cny-issuer", type, content("KDG"))).toBe("accounts/notCurrencyAuthority");
  expect(attempt(ledger, "issuer", type, content("KDG"))).toBe("accepted");
});

test("what is not paused is not resumed, nor is what is unknown", () => {
  expect(attempt(ledger, "cny-issuer", type, content())).toBe("accounts/notPaused");
  expect(attempt(ledger, "cny-issuer", type, content("XXX"))).toBe("accounts/unknownCurrency");
});

test("a resumption has a legal reference", () => {
  ledger.send("cny-issuer", "accounts/pauseCurrency", content());
  expect(attempt(ledger, "cny-issuer", type, content("CNY", ""))).toBe("core/malformedEncoding");
});
