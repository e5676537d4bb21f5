// Promises of the module `accounts`.

import type { Account } from "#src/core/account.ts";
import { defineInvariant } from "#src/machine/invariant.ts";
import { read } from "./access.ts";
import { depositsAccount } from "./books.ts";
import { anchoredCurrency } from "./schemas.ts";
import { accountRecords, balances, currencies, ties } from "./tables.ts";

/** The supply of each currency is the sum of its balances. */
export const supplyEqualsBalances = defineInvariant(async ({ state }) => {
  const summed = new Map<string, bigint>();
  for await (const { parts, value } of balances.scan(state)) {
    const currency = parts[0] ?? "";
    summed.set(currency, (summed.get(currency) ?? 0n) + value.amount);
  }
  const codes = new Set([...summed.keys(), ...read.currencyCodes(state)]);
  return [...codes]
    .filter((currency) => (summed.get(currency) ?? 0n) !== read.supply(state, currency))
    .map(
      (currency) =>
        `${currency}: balances of ${summed.get(currency) ?? 0n}, but a supply of ${read.supply(state, currency)}`,
    );
});

/** Every balance belongs to an open account and a registered currency. */
export const balancesHaveOwners = defineInvariant(async ({ state }) => {
  const broken: string[] = [];
  for await (const { key, parts } of balances.scan(state)) {
    const [currency, account] = parts;
    const isKnown = currencies.has(state, currency ?? "-") && accountRecords.has(state, (account ?? "-") as Account);
    if (!isKnown) broken.push(`${key} has no currency or no account`);
  }
  return broken;
});

/** Every balance of a frozen account is frozen. */
export const frozenAccountsHoldFrozenBalances = defineInvariant(async ({ state }) => {
  const broken: string[] = [];
  for await (const { parts, value } of accountRecords.scan(state)) {
    if (value.frozenReference === undefined) continue;
    for (const currency of read.currencyCodes(state)) {
      const balance = balances.get(state, currency, parts[0] ?? "-");
      if (balance !== undefined && balance.frozenReference === undefined)
        broken.push(`${parts[0]} can still move ${currency}`);
    }
  }
  return broken;
});

/** The book of deposits covers what open accounts would get back. */
export const depositsCoverAccounts = defineInvariant(async ({ state }) => {
  let owed = 0n;
  for await (const { value } of accountRecords.scan(state)) owed += value.depositMicroKdg ?? 0n;
  const held = read.balance(state, anchoredCurrency, depositsAccount);
  return held < owed ? [`deposits of ${owed} are owed, but ${held} are held`] : [];
});

/** The list of codes names every currency once, and nothing else. */
export const currencyCodesListCurrencies = defineInvariant(async ({ state }) => {
  const listed = read.currencyCodes(state);
  const registered = new Set<string>();
  for await (const { parts } of currencies.scan(state)) registered.add(parts[0] ?? "");
  const unlisted = [...registered].filter((currency) => !listed.includes(currency));
  const unknown = listed.filter((currency, index) => !registered.has(currency) || listed.indexOf(currency) !== index);
  return [
    ...unlisted.map((currency) => `${currency} is registered, but not listed`),
    ...unknown.map((currency) => `${currency} is listed, but not registered, or listed twice`),
  ];
});

/** Nothing belongs to an account that is closed, or waits for it. */
export const tiedAccountsAreOpen = defineInvariant(async ({ state }) => {
  const broken: string[] = [];
  for await (const { key, parts } of ties.scan(state)) {
    if (!accountRecords.has(state, (parts[0] ?? "-") as Account))
      broken.push(`${key} ties an account that is not open`);
  }
  return broken;
});
