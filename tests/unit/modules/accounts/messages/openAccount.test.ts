// Opening accounts: by an institution for nothing, by anyone else against a deposit.
import { beforeEach, describe, expect, it } from "vitest";
import { limits } from "#src/core/limits.ts";
import { depositsAccount } from "#src/modules/accounts/books.ts";
import { parameters } from "#src/modules/accounts/parameters.ts";
import { accountRecords, quotas, sponsoredCounts } from "#src/modules/accounts/tables.ts";
import { accountOf } from "#src/transaction/account.ts";
import { attempt, balanceOf, createAccountsLedger, giveAnchored, policyOf } from "#tests/support/accountsLedger.ts";
import type { TestLedger } from "#tests/support/ledger.ts";

const type = "accounts/openAccount";
const deposit = parameters.depositMicroKdg.default;
let ledger: TestLedger;
beforeEach(() => {
  ledger = createAccountsLedger();
});
const content = (alias = "dave") => ({ policy: policyOf(ledger, 1, alias), salt: new Uint8Array() });

describe("an institution", () => {
  it.each(["participant-bank", "issuer"])("(%s) opens an account without a deposit", async (sponsor) => {
    const { code, answer, events } = ledger.send(sponsor, type, content());
    const dave = ledger.account("dave");
    expect([code, answer]).toEqual([0, { account: dave }]);
    expect(events).toEqual([
      {
        type: "accounts/accountOpened",
        content: { account: dave, sponsor: ledger.account(sponsor), policy: content().policy },
      },
    ]);
    expect(accountRecords.get(ledger.state, dave)).toEqual({
      policy: content().policy,
      sponsor: ledger.account(sponsor),
      depositMicroKdg: 0n,
      openedMs: ledger.state.timeMs,
    });
    expect(sponsoredCounts.get(ledger.state, ledger.account(sponsor))).toBe(1);
    expect(await ledger.audit()).toEqual([]);
  });

  it("opens as many accounts as it may, and not one more", () => {
    ledger = createAccountsLedger({ "accounts.sponsoredAccountsMax": 2n });
    for (const alias of ["dave", "erin"])
      expect(attempt(ledger, "participant-bank", type, content(alias))).toBe("accepted");
    expect(attempt(ledger, "participant-bank", type, content("frank"))).toBe("accounts/sponsorshipExhausted");
    expect(attempt(ledger, "issuer", type, content("frank"))).toBe("accepted");
  });

  it("opens accounts while its own balance is frozen and the anchored currency paused, since it pays nothing", () => {
    ledger.send("issuer", "accounts/pauseCurrency", { currency: "KDG", reference: "Order 1" });
    expect(attempt(ledger, "participant-bank", type, content())).toBe("accepted");
  });
});

describe("anyone else", () => {
  it("opens an account against a deposit, which a book of the ledger holds", async () => {
    giveAnchored(ledger, "alice", deposit + 5n);
    expect(attempt(ledger, "alice", type, content())).toBe("accepted");
    expect(balanceOf(ledger, "alice", "KDG")).toBe(5n);
    expect(accountRecords.get(ledger.state, ledger.account("dave"))?.depositMicroKdg).toBe(deposit);
    expect(
      (await ledger.query("accounts/balance", { account: depositsAccount, currency: "KDG" })) as object,
    ).toMatchObject({ value: deposit });
    expect(sponsoredCounts.has(ledger.state, ledger.account("alice"))).toBe(false);
    expect(await ledger.audit()).toEqual([]);
  });

  it("is refused with a unit too little for the deposit", () => {
    giveAnchored(ledger, "alice", deposit - 1n);
    expect(attempt(ledger, "alice", type, content())).toBe("accounts/insufficientFunds");
    giveAnchored(ledger, "alice", 1n);
    expect(attempt(ledger, "alice", type, content())).toBe("accepted");
    expect(balanceOf(ledger, "alice", "KDG")).toBe(0n);
  });

  it("is refused while the anchored currency is paused, or the payer's balance of it frozen", () => {
    giveAnchored(ledger, "alice", deposit);
    ledger.send("issuer", "accounts/pauseCurrency", { currency: "KDG", reference: "Order 1" });
    expect(attempt(ledger, "alice", type, content())).toBe("accounts/currencyPaused");
    ledger.send("issuer", "accounts/resumeCurrency", { currency: "KDG", reference: "Order 1" });
    ledger.send("issuer", "accounts/freezeAccount", {
      account: ledger.account("alice"),
      currency: "KDG",
      reference: "Order 2",
    });
    expect(attempt(ledger, "alice", type, content())).toBe("accounts/balanceFrozen");
  });
});

describe("an account", () => {
  it("is opened once", () => {
    expect(attempt(ledger, "participant-bank", type, content())).toBe("accepted");
    expect(attempt(ledger, "issuer", type, content())).toBe("accounts/accountOpen");
    expect(attempt(ledger, "participant-bank", type, content("alice"))).toBe("accounts/accountOpen");
  });

  it("with the same policy and another salt is another account", () => {
    expect(attempt(ledger, "participant-bank", type, content())).toBe("accepted");
    expect(attempt(ledger, "participant-bank", type, { ...content(), salt: Uint8Array.of(1) })).toBe("accepted");
    const other = accountOf(content().policy, Uint8Array.of(1));
    expect(accountRecords.has(ledger.state, other)).toBe(true);
    expect(attempt(ledger, "participant-bank", type, { ...content(), salt: new Uint8Array(16) })).toBe("accepted");
    expect(attempt(ledger, "participant-bank", type, { ...content(), salt: new Uint8Array(17) })).toBe(
      "core/malformedEncoding",
    );
  });

  it("has a policy that can be met, without a key twice, and of sixteen keys at most", () => {
    const aliases = Array.from({ length: limits.policyKeysMax + 1 }, (_, at) => `key-${at}`);
    const policy = (threshold: number, keys: readonly string[]) => ({
      ...content(),
      policy: policyOf(ledger, threshold, ...keys),
    });
    expect(attempt(ledger, "issuer", type, policy(2, ["dave"]))).toBe("accounts/policyUnsound");
    expect(attempt(ledger, "issuer", type, policy(1, ["dave", "dave"]))).toBe("accounts/policyUnsound");
    expect(attempt(ledger, "issuer", type, policy(0, ["dave"]))).toBe("core/malformedEncoding");
    expect(attempt(ledger, "issuer", type, policy(1, []))).toBe("core/malformedEncoding");
    expect(attempt(ledger, "issuer", type, policy(16, aliases.slice(0, 16)))).toBe("accepted");
    expect(attempt(ledger, "issuer", type, policy(1, aliases))).toBe("core/malformedEncoding");
  });

  it("may have guardians from the start, if they are sound", () => {
    const guardians = (threshold: number, ...names: readonly string[]) => ({
      ...content(),
      guardians: { threshold, accounts: names.map((name) => ledger.account(name)), delayMs: 60_000 },
    });
    expect(attempt(ledger, "issuer", type, guardians(3, "alice", "bob"))).toBe("accounts/guardiansUnsound");
    expect(attempt(ledger, "issuer", type, guardians(1, "alice", "alice"))).toBe("accounts/guardiansUnsound");
    expect(attempt(ledger, "issuer", type, guardians(2, "alice", "bob"))).toBe("accepted");
    expect(accountRecords.get(ledger.state, ledger.account("dave"))?.guardians?.threshold).toBe(2);
  });

  it("can act at once, but has only a second's worth of work until time refills its quota", () => {
    expect(attempt(ledger, "participant-bank", type, content())).toBe("accepted");
    const dave = ledger.account("dave");
    expect(quotas.get(ledger.state, dave)?.usedWork).toBe(200_000 - 2_000);
    expect(attempt(ledger, "dave", "accounts/setGuardians", {})).toBe("accepted");
  });

  it("gains nothing by being closed and opened again", () => {
    for (let round = 0; round < 3; round += 1) {
      expect(attempt(ledger, "participant-bank", type, content())).toBe("accepted");
      expect(quotas.get(ledger.state, ledger.account("dave"))?.usedWork).toBe(200_000 - 2_000);
      expect(attempt(ledger, "dave", "accounts/closeAccount", {})).toBe("accepted");
    }
  });
});
