// What the module `accounts` must do, and what its state must then hold.
import { type AccountRecord, accountsOf, anchored, openBook, putBalance, supplyOf } from "./accounts/book.ts";
import { currencyMessages } from "./accounts/currencies.ts";
import { freezeMessages } from "./accounts/freezes.ts";
import { lifeMessages } from "./accounts/lives.ts";
import { recoveryMessages } from "./accounts/recoveries.ts";
import { tiesOf } from "./accounts/ties.ts";
import { accountFor, bookAccount } from "./encoding.ts";
import type { Model, ModuleModel } from "./model.ts";

interface GenesisPart {
  readonly accounts: readonly (Pick<AccountRecord, "policy" | "guardians"> & { readonly salt: Uint8Array })[];
  readonly currencies: readonly { readonly currency: string; readonly decimals: number; readonly issuer: string }[];
  readonly balances: readonly { readonly currency: string; readonly account: string; readonly amount: bigint }[];
}

function start(model: Model, part: unknown): void {
  const { accounts, currencies, balances } = part as GenesisPart;
  const book = accountsOf(model);
  for (const { policy, salt, guardians } of accounts) {
    const record = { policy, openedMs: model.timeMs };
    book.records.set(accountFor(policy, salt), guardians === undefined ? record : { ...record, guardians });
  }
  openBook(model, bookAccount("accounts/deposits"));
  const engine = bookAccount("issuance/engine");
  openBook(model, engine);
  const all = [{ currency: anchored, decimals: 6, issuer: engine }, ...currencies];
  for (const { currency, decimals, issuer } of all) book.currencies.set(currency, { decimals, issuer });
  book.codes.value = all.map(({ currency }) => currency);
  for (const { currency, account, amount } of balances) {
    const before = book.balances.get(`${currency}/${account}`)?.amount ?? 0n;
    putBalance(model, currency, account, { amount: before + amount });
    book.supplies.set(currency, supplyOf(model, currency) + amount);
  }
}

export const model: ModuleModel = {
  messages: { ...lifeMessages, ...recoveryMessages, ...freezeMessages, ...currencyMessages },
  start,
  /** What one payment credits several accounts with has no order that matters: all of them are looked at. */
  unordered: ["accounts/credited/item/"],
  moments: (model) =>
    accountsOf(model)
      .recoveries.values()
      .flatMap(({ effectiveMs }) => effectiveMs ?? []),
  *rows(model) {
    const book = accountsOf(model);
    for (const [account, record] of book.records.entries()) yield [`accounts/account/${account}`, record];
    for (const [key, balance] of book.balances.entries()) yield [`accounts/balance/${key}`, balance];
    for (const [key, releasedMs] of book.releases.entries()) yield [`accounts/release/${key}`, releasedMs];
    for (const [code, currency] of book.currencies.entries()) yield [`accounts/currency/${code}`, currency];
    for (const [code, { first, list }] of book.credited.entries()) {
      yield [`accounts/credited/ends/${code}`, { first, next: first + list.length }];
      for (const [at, account] of list.entries()) {
        yield [`accounts/credited/item/${code}/${(first + at).toString().padStart(16, "0")}`, account];
      }
    }
    yield ["accounts/currency-codes", book.codes.value];
    for (const [code, supply] of book.supplies.entries()) yield [`accounts/supply/${code}`, supply];
    for (const [account, quota] of book.quotas.entries()) yield [`accounts/quota/${account}`, quota];
    for (const [account, recovery] of book.recoveries.entries()) yield [`accounts/recovery/${account}`, recovery];
    for (const [account, count] of tiesOf(model)) yield [`accounts/tie/${account}`, count];
    for (const [sponsor, count] of book.sponsored.entries()) yield [`accounts/sponsored/${sponsor}`, count];
  },
};
