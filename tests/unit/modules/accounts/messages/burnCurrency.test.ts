// Burning: an issuer takes its own money out of circulation, from its own balance alone.
import { beforeEach, expect, test } from "vitest";
import { attempt, balanceOf, createAccountsLedger } from "#tests/support/accountsLedger.ts";
import type { TestLedger } from "#tests/support/ledger.ts";

const type = "accounts/burnCurrency";
const first = 10_000_000n;
let ledger: TestLedger;
beforeEach(() => {
  ledger = createAccountsLedger();
  ledger.send("cny-issuer", "accounts/issueCurrency", {
    currency: "CNY",
    to: ledger.account("cny-issuer"),
    amount: 500n,
  });
});
const content = (more: object = {}) => ({ currency: "CNY", amount: 500n, ...more });

test("the issuer destroys what it holds, to the last unit, and learns the supply", async () => {
  expect(attempt(ledger, "cny-issuer", type, content({ amount: 501n }))).toBe("accounts/insufficientFunds");
  const { code, answer, events } = ledger.send("cny-issuer", type, content());
  expect([code, answer]).toEqual([0, { supply: 3n * first }]);
  expect(events).toEqual([
    {
      type: "accounts/currencyBurnt",
      content: { currency: "CNY", account: ledger.account("cny-issuer"), amount: 500n },
    },
  ]);
  expect(balanceOf(ledger, "cny-issuer")).toBe(0n);
  expect(attempt(ledger, "cny-issuer", type, content({ amount: 1n }))).toBe("accounts/insufficientFunds");
  expect(await ledger.audit()).toEqual([]);
});

test("nobody destroys money that is not its own to issue", () => {
  for (const actor of ["alice", "usd-issuer", "issuer"]) {
    expect(attempt(ledger, actor, type, content({ amount: 1n })), actor).toBe("accounts/notCurrencyAuthority");
  }
  expect(attempt(ledger, "issuer", type, content({ currency: "KDG" }))).toBe("accounts/notCurrencyAuthority");
  expect(attempt(ledger, "cny-issuer", type, content({ currency: "XXX" }))).toBe("accounts/unknownCurrency");
});

test("frozen or paused money is not destroyed", () => {
  const account = ledger.account("cny-issuer");
  ledger.send("cny-issuer", "accounts/freezeAccount", { account, currency: "CNY", reference: "Order 1" });
  expect(attempt(ledger, "cny-issuer", type, content())).toBe("accounts/balanceFrozen");
  ledger.send("cny-issuer", "accounts/unfreezeAccount", { account, currency: "CNY", reference: "Order 1" });
  ledger.send("cny-issuer", "accounts/pauseCurrency", { currency: "CNY", reference: "Order 2" });
  expect(attempt(ledger, "cny-issuer", type, content())).toBe("accounts/currencyPaused");
});

test("a frozen issuer destroys nothing", () => {
  ledger.send("regulator", "accounts/freezeAccount", { account: ledger.account("cny-issuer"), reference: "Order 1" });
  expect(attempt(ledger, "cny-issuer", type, content())).toBe("accounts/accountFrozen");
});

test("an amount is positive", () => {
  expect(attempt(ledger, "cny-issuer", type, content({ amount: 0n }))).toBe("core/malformedEncoding");
});
