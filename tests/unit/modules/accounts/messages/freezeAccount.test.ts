// Freezing: a whole account by the regulator, one balance by its currency's authority, each under a legal reference.
import { beforeEach, describe, expect, it } from "vitest";
import { limits } from "#src/core/limits.ts";
import { depositsAccount } from "#src/modules/accounts/books.ts";
import { balances } from "#src/modules/accounts/tables.ts";
import { attempt, createAccountsLedger, giveAnchored } from "#tests/support/accountsLedger.ts";
import type { TestLedger } from "#tests/support/ledger.ts";

const type = "accounts/freezeAccount";
let ledger: TestLedger;
beforeEach(() => {
  ledger = createAccountsLedger();
});
const whole = (alias = "alice", reference = "Order 1") => ({ account: ledger.account(alias), reference });
const one = (currency = "CNY", alias = "alice", reference = "Order 2") => ({ ...whole(alias, reference), currency });
const receive = (currency: string) =>
  attempt(ledger, `${currency.toLowerCase()}-issuer`, "accounts/issueCurrency", {
    currency,
    to: ledger.account("alice"),
    amount: 1n,
  });

describe("the regulator", () => {
  it("freezes an account: it neither acts nor receives, in any currency, held or not", async () => {
    const { code, events } = ledger.send("regulator", type, whole());
    expect(code).toBe(0);
    const by = ledger.account("regulator");
    expect(events).toEqual([
      {
        type: "accounts/accountFrozen",
        content: { account: ledger.account("alice"), currency: undefined, by, reference: "Order 1" },
      },
    ]);
    expect(attempt(ledger, "alice", "accounts/cancelRecovery", {})).toBe("accounts/accountFrozen");
    expect([receive("CNY"), receive("USD"), receive("EUR")]).toEqual([
      "accounts/balanceFrozen",
      "accounts/balanceFrozen",
      "accounts/accountFrozen",
    ]);
    expect(await ledger.audit()).toEqual([]);
  });

  it("leaves a balance that its currency froze on that ground", () => {
    ledger.send("cny-issuer", type, one());
    ledger.send("regulator", type, whole());
    expect(balances.get(ledger.state, "CNY", ledger.account("alice"))?.frozenReference).toBe("Order 2");
    expect(balances.get(ledger.state, "USD", ledger.account("alice"))?.frozenReference).toBe("Order 1");
  });

  it("alone freezes whole accounts", () => {
    for (const actor of ["alice", "governor", "issuer", "cny-issuer", "auditor"]) {
      expect(attempt(ledger, actor, type, whole("bob")), actor).toBe("authority/roleMissing");
    }
  });

  it("does not freeze one currency", () => {
    expect(attempt(ledger, "regulator", type, one())).toBe("accounts/notCurrencyAuthority");
  });

  it("freezes once, and may freeze itself", () => {
    expect(attempt(ledger, "regulator", type, whole())).toBe("accepted");
    expect(attempt(ledger, "regulator", type, whole())).toBe("accounts/alreadyFrozen");
    expect(attempt(ledger, "regulator", type, whole("regulator"))).toBe("accepted");
    expect(attempt(ledger, "regulator", type, whole("bob"))).toBe("accounts/accountFrozen");
  });
});

describe("a currency's authority", () => {
  it("freezes one balance, and leaves the others free", async () => {
    expect(attempt(ledger, "cny-issuer", type, one())).toBe("accepted");
    expect([receive("CNY"), receive("USD"), receive("EUR")]).toEqual([
      "accounts/balanceFrozen",
      "accepted",
      "accepted",
    ]);
    expect(attempt(ledger, "alice", "accounts/setGuardians", {})).toBe("accepted");
    expect(await ledger.audit()).toEqual([]);
  });

  it("freezes a balance of nothing, so that nothing comes to it", () => {
    expect(attempt(ledger, "eur-issuer", type, one("EUR"))).toBe("accepted");
    expect(receive("EUR")).toBe("accounts/balanceFrozen");
  });

  it("is, for the anchored currency, whoever holds the role of an issuer", () => {
    giveAnchored(ledger, "alice", 5n);
    expect(attempt(ledger, "governor", type, one("KDG"))).toBe("accounts/notCurrencyAuthority");
    expect(attempt(ledger, "issuer", type, one("KDG"))).toBe("accepted");
    expect(attempt(ledger, "alice", "mint/issueAnchored", { to: ledger.account("alice"), amount: 1n })).toBe(
      "accounts/balanceFrozen",
    );
  });

  it("is, for a partner currency, its issuer alone", () => {
    for (const actor of ["issuer", "usd-issuer", "governor", "alice"]) {
      expect(attempt(ledger, actor, type, one()), actor).toBe("accounts/notCurrencyAuthority");
    }
    expect(attempt(ledger, "cny-issuer", type, one("XXX"))).toBe("accounts/unknownCurrency");
  });

  it("freezes once", () => {
    expect(attempt(ledger, "cny-issuer", type, one())).toBe("accepted");
    expect(attempt(ledger, "cny-issuer", type, one())).toBe("accounts/alreadyFrozen");
  });

  it("may add its own ground while the whole account is frozen, which then outlasts that", () => {
    ledger.send("regulator", type, whole());
    expect(attempt(ledger, "cny-issuer", type, one())).toBe("accepted");
    ledger.send("regulator", "accounts/unfreezeAccount", whole());
    expect([receive("CNY"), receive("USD")]).toEqual(["accounts/balanceFrozen", "accepted"]);
  });
});

describe("a freeze", () => {
  it("is of an open account of somebody, not of the ledger's own books", () => {
    for (const actor of ["regulator", "cny-issuer"]) {
      const of = actor === "regulator" ? whole : () => one();
      expect(attempt(ledger, actor, type, { ...of(), account: ledger.account("nobody") })).toBe(
        "accounts/unknownAccount",
      );
      expect(attempt(ledger, actor, type, { ...of(), account: depositsAccount })).toBe("accounts/ledgerAccount");
    }
  });

  it("has a legal reference, which is not empty and not endless", () => {
    expect(attempt(ledger, "regulator", type, whole("alice", ""))).toBe("core/malformedEncoding");
    expect(attempt(ledger, "regulator", type, whole("alice", "x".repeat(limits.textLengthMax + 1)))).toBe(
      "core/malformedEncoding",
    );
    expect(attempt(ledger, "regulator", type, whole("alice", "x".repeat(limits.textLengthMax)))).toBe("accepted");
  });
});
