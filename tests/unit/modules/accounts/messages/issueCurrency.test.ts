// Issuing: each currency by its one issuer, up to what an amount can hold.
import { beforeEach, expect, test } from "vitest";
import { limits } from "#src/core/limits.ts";
import { depositsAccount } from "#src/modules/accounts/books.ts";
import { attempt, balanceOf, createAccountsLedger } from "#tests/support/accountsLedger.ts";
import type { TestLedger } from "#tests/support/ledger.ts";

const type = "accounts/issueCurrency";
const first = 10_000_000n;
let ledger: TestLedger;
beforeEach(() => {
  ledger = createAccountsLedger();
});
const content = (more: object = {}) => ({ currency: "CNY", to: ledger.account("bob"), amount: 500n, ...more });

test("the issuer makes money for an account, and learns the supply", async () => {
  const { code, answer, events } = ledger.send("cny-issuer", type, content());
  expect([code, answer]).toEqual([0, { supply: 3n * first + 500n }]);
  expect(events).toEqual([
    { type: "accounts/currencyIssued", content: { currency: "CNY", account: ledger.account("bob"), amount: 500n } },
  ]);
  expect([balanceOf(ledger, "bob"), balanceOf(ledger, "bob", "USD")]).toEqual([first + 500n, first]);
  expect(await ledger.audit()).toEqual([]);
});

test("nobody else does: not another issuer, nor whoever holds the role of one", () => {
  for (const actor of ["alice", "usd-issuer", "issuer", "governor"]) {
    expect(attempt(ledger, actor, type, content()), actor).toBe("accounts/notCurrencyAuthority");
  }
});

test("the anchored currency is issued by no message", () => {
  for (const actor of ["issuer", "governor", "cny-issuer"]) {
    expect(attempt(ledger, actor, type, content({ currency: "KDG" })), actor).toBe("accounts/notCurrencyAuthority");
  }
});

test("an unknown currency has no issuer", () => {
  expect(attempt(ledger, "cny-issuer", type, content({ currency: "XXX" }))).toBe("accounts/unknownCurrency");
});

test("money is made for open accounts only, never for a book of the ledger", () => {
  expect(attempt(ledger, "cny-issuer", type, content({ to: ledger.account("nobody") }))).toBe(
    "accounts/unknownAccount",
  );
  expect(attempt(ledger, "cny-issuer", type, content({ to: depositsAccount }))).toBe("accounts/ledgerAccount");
});

test("a frozen account or balance receives nothing", () => {
  ledger.send("regulator", "accounts/freezeAccount", { account: ledger.account("issuer"), reference: "Order 1" });
  expect(attempt(ledger, "cny-issuer", type, content({ to: ledger.account("issuer") }))).toBe("accounts/accountFrozen");
  ledger.send("cny-issuer", "accounts/freezeAccount", {
    account: ledger.account("bob"),
    currency: "CNY",
    reference: "Order 2",
  });
  expect(attempt(ledger, "cny-issuer", type, content())).toBe("accounts/balanceFrozen");
});

test("a paused currency is not issued", () => {
  ledger.send("cny-issuer", "accounts/pauseCurrency", { currency: "CNY", reference: "Order 1" });
  expect(attempt(ledger, "cny-issuer", type, content())).toBe("accounts/currencyPaused");
});

test("the supply reaches the largest amount there is, and not a unit more", () => {
  const room = limits.amountMax - 3n * first;
  expect(attempt(ledger, "cny-issuer", type, content({ amount: room + 1n }))).toBe("accounts/supplyTooLarge");
  expect(attempt(ledger, "cny-issuer", type, content({ amount: room }))).toBe("accepted");
  expect(attempt(ledger, "cny-issuer", type, content({ amount: 1n }))).toBe("accounts/supplyTooLarge");
});

test("an amount is positive and within the largest", () => {
  for (const amount of [0n, -1n, limits.amountMax + 1n]) {
    expect(attempt(ledger, "cny-issuer", type, content({ amount }))).toBe("core/malformedEncoding");
  }
  expect(attempt(ledger, "cny-issuer", type, content({ amount: 1n }))).toBe("accepted");
});
