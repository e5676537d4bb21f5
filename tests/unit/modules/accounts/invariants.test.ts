// The promises of accounts: kept by every message, and each seen to be broken when a row is.
import { beforeEach, expect, test } from "vitest";
import { accountFromBytes } from "#src/core/account.ts";
import { create } from "#src/modules/accounts/access.ts";
import { depositsAccount } from "#src/modules/accounts/books.ts";
import {
  balancesHaveOwners,
  currencyCodesListCurrencies,
  depositsCoverAccounts,
  frozenAccountsHoldFrozenBalances,
  supplyEqualsBalances,
  tiedAccountsAreOpen,
} from "#src/modules/accounts/invariants.ts";
import { accountRecords, balances, currencies, currencyCodes, supplies, ties } from "#src/modules/accounts/tables.ts";
import { memoryState } from "#tests/support/memoryState.ts";

const all = {
  tiedAccountsAreOpen,
  supplyEqualsBalances,
  balancesHaveOwners,
  frozenAccountsHoldFrozenBalances,
  depositsCoverAccounts,
  currencyCodesListCurrencies,
};
const alice = accountFromBytes(new Uint8Array(20).fill(1));
const nobody = accountFromBytes(new Uint8Array(20).fill(9));
const policy = { threshold: 1, keys: [new Uint8Array(32)] };
const currency = { decimals: 2, issuer: alice };

let state: ReturnType<typeof memoryState>;
beforeEach(() => {
  state = memoryState();
  accountRecords.put(state.journal, alice, { policy, openedMs: 0 });
  create.openModuleAccount(state.journal, depositsAccount);
  for (const code of ["CNY", "KDG"]) currencies.put(state.journal, code, currency);
  currencyCodes.put(state.journal, ["CNY", "KDG"]);
  create.issue(state.journal, { currency: "CNY", account: alice, amount: 100n });
});

/** The promises that are broken now, with what each says. */
async function broken(): Promise<Record<string, readonly string[]>> {
  const scanner = state.scanner();
  const found: Record<string, readonly string[]> = {};
  for (const [claim, check] of Object.entries(all)) {
    const sentences = await check({ state: scanner });
    if (sentences.length > 0) found[claim] = sentences;
  }
  return found;
}

test("all hold in a sound state", async () => {
  expect(await broken()).toEqual({});
});

test("a supply that is not the sum of its balances is seen, whichever of them drifted", async () => {
  supplies.put(state.journal, "CNY", 101n);
  expect(await broken()).toEqual({ supplyEqualsBalances: ["CNY: balances of 100, but a supply of 101"] });
  supplies.put(state.journal, "CNY", 100n);
  balances.put(state.journal, "CNY", alice, { amount: 99n });
  expect(await broken()).toEqual({ supplyEqualsBalances: ["CNY: balances of 99, but a supply of 100"] });
  balances.delete(state.journal, "CNY", alice);
  expect(await broken()).toEqual({ supplyEqualsBalances: ["CNY: balances of 0, but a supply of 100"] });
});

test("a balance without an open account, or in an unknown currency, is seen", async () => {
  balances.put(state.journal, "CNY", nobody, { amount: 0n });
  expect(Object.keys(await broken())).toEqual(["balancesHaveOwners"]);
  balances.delete(state.journal, "CNY", nobody);
  balances.put(state.journal, "XXX", alice, { amount: 5n });
  expect(Object.keys(await broken())).toEqual(["supplyEqualsBalances", "balancesHaveOwners"]);
});

test("a free balance of a frozen account is seen", async () => {
  accountRecords.put(state.journal, alice, { policy, openedMs: 0, frozenReference: "Order 1" });
  expect(await broken()).toEqual({ frozenAccountsHoldFrozenBalances: [`${alice} can still move CNY`] });
  balances.put(state.journal, "CNY", alice, { amount: 100n, frozenReference: "Order 1", frozenWith: "account" });
  expect(await broken()).toEqual({});
});

test("deposits that are owed but not held are seen, and a surplus is none", async () => {
  accountRecords.put(state.journal, alice, { policy, openedMs: 0, depositMicroKdg: 5n });
  expect(await broken()).toEqual({ depositsCoverAccounts: ["deposits of 5 are owed, but 0 are held"] });
  create.issue(state.journal, { currency: "KDG", account: depositsAccount, amount: 5n });
  expect(await broken()).toEqual({});
  create.issue(state.journal, { currency: "KDG", account: depositsAccount, amount: 1n });
  expect(await broken()).toEqual({});
});

test("a currency that is not listed, and a code that is no currency or is listed twice, are seen", async () => {
  currencyCodes.put(state.journal, ["CNY"]);
  expect(await broken()).toEqual({ currencyCodesListCurrencies: ["KDG is registered, but not listed"] });
  currencyCodes.put(state.journal, ["CNY", "KDG", "XXX"]);
  expect(Object.keys(await broken())).toEqual(["currencyCodesListCurrencies"]);
  currencyCodes.put(state.journal, ["CNY", "KDG", "KDG"]);
  expect(Object.keys(await broken())).toEqual(["currencyCodesListCurrencies"]);
});

test("things that belong to an account which is not open are seen", async () => {
  ties.put(state.journal, alice, 2);
  expect(await broken()).toEqual({});
  ties.put(state.journal, nobody, 1);
  expect(Object.keys(await broken())).toEqual(["tiedAccountsAreOpen"]);
});
