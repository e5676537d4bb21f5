// The first accounts and currencies: sound, named once, and no anchored money out of nothing.
import { describe, expect, it } from "vitest";
import type { z } from "zod";
import { limits } from "#src/core/limits.ts";
import { moduleAccount } from "#src/machine/moduleAccount.ts";
import { depositsAccount } from "#src/modules/accounts/books.ts";
import { genesis } from "#src/modules/accounts/genesis.ts";
import { accounts } from "#src/modules/accounts/module.ts";
import { accountRecords, balances, currencies, currencyCodes, supplies } from "#src/modules/accounts/tables.ts";
import { authority } from "#src/modules/authority/module.ts";
import { accountOf } from "#src/transaction/account.ts";
import { createTestLedger } from "#tests/support/ledger.ts";
import { memoryState } from "#tests/support/memoryState.ts";
import { refusalOf } from "#tests/support/refusal.ts";

type Content = z.output<typeof genesis.schema>;
const key = (number: number) => new Uint8Array(32).fill(number);
const newAccount = (number: number) => ({ policy: { threshold: 1, keys: [key(number)] }, salt: new Uint8Array() });
const idOf = (number: number) => accountOf(newAccount(number).policy, newAccount(number).salt);
const content = (more: Partial<Content> = {}): Content => ({
  accounts: [newAccount(1), newAccount(2)],
  currencies: [{ currency: "CNY", decimals: 2, issuer: idOf(1) }],
  balances: [{ currency: "CNY", account: idOf(2), amount: 70n }],
  ...more,
});
function initialised(of: Content) {
  const { journal } = memoryState(0);
  const refused = refusalOf(() => genesis.initialise(journal, of));
  return { journal, refused };
}

describe("the first state", () => {
  it("has the accounts, currencies and balances of the file, and the ledger's own", () => {
    const { journal } = initialised(content());
    expect(accountRecords.get(journal, idOf(1))).toEqual({ policy: newAccount(1).policy, openedMs: journal.timeMs });
    expect(currencies.get(journal, "CNY")).toEqual({ decimals: 2, issuer: idOf(1) });
    expect(currencies.get(journal, "KDG")).toEqual({ decimals: 6, issuer: moduleAccount("issuance/engine") });
    expect(currencyCodes.get(journal)).toEqual(["KDG", "CNY"]);
    expect([balances.get(journal, "CNY", idOf(2)), supplies.get(journal, "CNY"), supplies.get(journal, "KDG")]).toEqual(
      [{ amount: 70n }, 70n, undefined],
    );
    for (const book of [depositsAccount, moduleAccount("issuance/engine")]) {
      expect(accountRecords.get(journal, book)?.policy).toBeNull();
    }
    expect(journal.unbalancedTally()).toBeUndefined();
  });

  it("may have guardians from the start", () => {
    const guardians = { threshold: 1, accounts: [idOf(2)], delayMs: 5 };
    const { journal } = initialised(content({ accounts: [{ ...newAccount(1), guardians }, newAccount(2)] }));
    expect(accountRecords.get(journal, idOf(1))?.guardians).toEqual(guardians);
  });
});

describe("a file is refused with", () => {
  const guardians = { threshold: 2, accounts: [idOf(2)], delayMs: 5 };
  const wrong: readonly [string, Partial<Content>, string][] = [
    [
      "a policy that cannot be met",
      { accounts: [{ ...newAccount(1), policy: { threshold: 2, keys: [key(1)] } }] },
      "accounts/policyUnsound",
    ],
    [
      "guardians that cannot meet their threshold",
      { accounts: [{ ...newAccount(1), guardians }] },
      "accounts/guardiansUnsound",
    ],
    ["an account twice", { accounts: [newAccount(1), newAccount(2), newAccount(1)] }, "accounts/accountOpen"],
    ["a currency twice", { currencies: [...content().currencies, ...content().currencies] }, "accounts/currencyKnown"],
    [
      "the anchored currency",
      { currencies: [{ currency: "KDG", decimals: 6, issuer: idOf(1) }] },
      "accounts/currencyKnown",
    ],
    [
      "an issuer without an account",
      { currencies: [{ currency: "CNY", decimals: 2, issuer: idOf(9) }] },
      "accounts/unknownAccount",
    ],
    [
      "anchored money",
      { balances: [{ currency: "KDG", account: idOf(1), amount: 1n }] },
      "accounts/notCurrencyAuthority",
    ],
    [
      "money of an unknown currency",
      { balances: [{ currency: "XXX", account: idOf(1), amount: 1n }] },
      "accounts/unknownCurrency",
    ],
    ["money of nobody", { balances: [{ currency: "CNY", account: idOf(9), amount: 1n }] }, "accounts/unknownAccount"],
    [
      "more money than there can be",
      { balances: [1, 2].map((number) => ({ currency: "CNY", account: idOf(number), amount: limits.amountMax })) },
      "accounts/supplyTooLarge",
    ],
  ];
  it.each(wrong)("%s", (_, more, code) => {
    expect(initialised(content(more)).refused).toBe(code);
  });
});

describe("a devnet", () => {
  it("gives its people money of two currencies, and every partner currency its own issuer", async () => {
    const ledger = createTestLedger({ modules: [authority, accounts] });
    for (const alias of ["alice", "bob", "carol"]) {
      for (const currency of ["CNY", "USD"]) {
        const balance = await ledger.query("accounts/balance", { account: ledger.account(alias), currency });
        expect(balance).toEqual({ value: 10_000_000n, decimals: 2 });
      }
    }
    for (const currency of ["AED", "CNY", "EUR", "KZT", "RUB", "SGD", "THB", "USD"]) {
      const { issuer } = (await ledger.query("accounts/currency", { currency })) as { issuer: string };
      expect(issuer).toBe(ledger.account(`${currency.toLowerCase()}-issuer`));
    }
    expect(await ledger.audit()).toEqual([]);
  });

  it("opens an account for every alias", () => {
    const ledger = createTestLedger({ modules: [authority, accounts] });
    for (const { account } of ledger.genesis.aliases) expect(accountRecords.has(ledger.state, account)).toBe(true);
  });
});
