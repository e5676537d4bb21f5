// Releasing: what one authority froze, no other releases.
import { beforeEach, expect, test } from "vitest";
import { depositsAccount } from "#src/modules/accounts/books.ts";
import { accountRecords, balances, releases } from "#src/modules/accounts/tables.ts";
import { attempt, createAccountsLedger } from "#tests/support/accountsLedger.ts";
import type { TestLedger } from "#tests/support/ledger.ts";

const freeze = "accounts/freezeAccount";
const type = "accounts/unfreezeAccount";
let ledger: TestLedger;
beforeEach(() => {
  ledger = createAccountsLedger();
});
const whole = (reference = "Order 1") => ({ account: ledger.account("alice"), reference });
const one = (currency = "CNY", reference = "Order 1") => ({ ...whole(reference), currency });
const balance = (currency: string) => balances.get(ledger.state, currency, ledger.account("alice"));

test("a released account acts and receives again, and only when it was released stays known", async () => {
  const before = [balance("CNY"), accountRecords.get(ledger.state, ledger.account("alice"))];
  ledger.send("regulator", freeze, whole());
  const { code, events } = ledger.send("regulator", type, whole("Order 9"));
  const by = ledger.account("regulator");
  expect([code, events]).toEqual([
    0,
    [
      {
        type: "accounts/accountUnfrozen",
        content: { account: ledger.account("alice"), currency: undefined, by, reference: "Order 9" },
      },
    ],
  ]);
  const unfrozenMs = ledger.state.timeMs;
  const after = [balance("CNY"), accountRecords.get(ledger.state, ledger.account("alice"))];
  expect(after).toEqual([before[0], { ...before[1], unfrozenMs }]);
  expect(await ledger.audit()).toEqual([]);
});

test("a released balance moves again, and one of nothing leaves no row but for when it was released", () => {
  const before = [balance("CNY"), balance("EUR")];
  for (const currency of ["CNY", "EUR"]) {
    const issuer = `${currency.toLowerCase()}-issuer`;
    ledger.send(issuer, freeze, one(currency));
    expect(attempt(ledger, issuer, type, one(currency))).toBe("accepted");
  }
  expect([balance("CNY"), balance("EUR")]).toEqual(before);
  expect(releases.get(ledger.state, "EUR", ledger.account("alice"))).toBe(ledger.state.timeMs);
});

test("releasing an account leaves a balance frozen by its currency, be it under the same legal reference", () => {
  ledger.send("cny-issuer", freeze, one("CNY", "Order 7"));
  ledger.send("regulator", freeze, whole("Order 7"));
  expect(attempt(ledger, "regulator", type, whole())).toBe("accepted");
  expect([balance("CNY")?.frozenReference, balance("USD")?.frozenReference]).toEqual(["Order 7", undefined]);
  expect(attempt(ledger, "cny-issuer", type, one())).toBe("accepted");
});

test("what came to a frozen account is released with it", () => {
  ledger.send("regulator", freeze, whole());
  expect(attempt(ledger, "regulator", type, whole())).toBe("accepted");
  expect(["CNY", "USD", "EUR"].map((currency) => balance(currency)?.frozenReference)).toEqual([
    undefined,
    undefined,
    undefined,
  ]);
});

test("while the whole account is frozen, no currency can let it move", () => {
  ledger.send("cny-issuer", freeze, one());
  ledger.send("regulator", freeze, whole());
  expect(attempt(ledger, "cny-issuer", type, one())).toBe("accounts/accountFrozen");
  expect(attempt(ledger, "usd-issuer", type, one("USD"))).toBe("accounts/accountFrozen");
});

test("nobody but the regulator releases an account, nobody but its authority a balance", () => {
  ledger.send("regulator", freeze, whole());
  for (const actor of ["governor", "issuer", "cny-issuer"]) {
    expect(attempt(ledger, actor, type, whole()), actor).toBe("authority/roleMissing");
  }
  for (const actor of ["regulator", "usd-issuer", "issuer", "governor"]) {
    expect(attempt(ledger, actor, type, one()), actor).toBe("accounts/notCurrencyAuthority");
  }
  expect(attempt(ledger, "cny-issuer", type, one("XXX"))).toBe("accounts/unknownCurrency");
});

test("what is not frozen cannot be released", () => {
  expect(attempt(ledger, "regulator", type, whole())).toBe("accounts/notFrozen");
  expect(attempt(ledger, "cny-issuer", type, one())).toBe("accounts/notFrozen");
  ledger.send("cny-issuer", freeze, one());
  expect(attempt(ledger, "regulator", type, whole())).toBe("accounts/notFrozen");
  expect(attempt(ledger, "usd-issuer", type, one("USD"))).toBe("accounts/notFrozen");
});

test("only open accounts of somebody are released", () => {
  expect(attempt(ledger, "regulator", type, { ...whole(), account: ledger.account("nobody") })).toBe(
    "accounts/unknownAccount",
  );
  expect(attempt(ledger, "regulator", type, { ...whole(), account: depositsAccount })).toBe("accounts/ledgerAccount");
});

test("a release has a legal reference", () => {
  ledger.send("regulator", freeze, whole());
  expect(attempt(ledger, "regulator", type, whole(""))).toBe("core/malformedEncoding");
});
