// Accounts, currencies and balances as the model keeps them, and what may be done with money.
import { hex, isBook } from "../encoding.ts";
import type { Grounds, Model } from "../model.ts";
import { UndoCell, type UndoLog, UndoMap } from "../undo.ts";

export interface Policy {
  readonly threshold: number;
  readonly keys: readonly Uint8Array[];
}

export interface Guardians {
  readonly threshold: number;
  readonly accounts: readonly string[];
  readonly delayMs: number;
}

export interface AccountRecord {
  readonly policy: Policy | null;
  readonly guardians?: Guardians;
  readonly sponsor?: string;
  readonly depositMicroKdg?: bigint;
  readonly openedMs: number;
  readonly frozenReference?: string;
  readonly unfrozenMs?: number;
}

export interface Balance {
  readonly amount: bigint;
  readonly frozenReference?: string;
  readonly frozenWith?: "account" | "currency";
  readonly watch?: "quiet" | "credited";
}

export interface Currency {
  readonly decimals: number;
  readonly issuer: string;
  readonly pausedReference?: string;
  readonly resumedMs?: number;
}

export interface Recovery {
  readonly policy: Policy;
  readonly supporters: readonly string[];
  readonly effectiveMs?: number;
}

export const anchored = "KDG";
const amountMost = 2n ** 96n - 1n;

const makeBook = (log: UndoLog) => ({
  records: new UndoMap<string, AccountRecord>(log),
  /** By `currency/account`. */
  balances: new UndoMap<string, Balance>(log),
  /** When a balance was last released on its own, by `currency/account`. */
  releases: new UndoMap<string, number>(log),
  currencies: new UndoMap<string, Currency>(log),
  codes: new UndoCell<readonly string[]>(log, []),
  supplies: new UndoMap<string, bigint>(log),
  quotas: new UndoMap<string, { readonly usedWork: number; readonly updatedMs: number }>(log),
  recoveries: new UndoMap<string, Recovery>(log),
  sponsored: new UndoMap<string, number>(log),
  /** Accounts whose watched balances were credited, by currency; numbered from the first on while there are any. */
  credited: new UndoMap<string, { readonly first: number; readonly list: readonly string[] }>(log),
});

export const accountsOf = (model: Model) => model.book(makeBook);

const place = (currency: string, account: string) => `${currency}/${account}`;

export const balanceRow = (model: Model, currency: string, account: string): Balance | undefined =>
  accountsOf(model).balances.get(place(currency, account));

export const balanceOf = (model: Model, currency: string, account: string): bigint =>
  balanceRow(model, currency, account)?.amount ?? 0n;

export const supplyOf = (model: Model, currency: string): bigint => accountsOf(model).supplies.get(currency) ?? 0n;

export const isOpen = (model: Model, account: string): boolean => accountsOf(model).records.has(account);

export const isFrozen = (model: Model, account: string): boolean =>
  accountsOf(model).records.get(account)?.frozenReference !== undefined;

export const isPaused = (model: Model, currency: string): boolean =>
  accountsOf(model).currencies.get(currency)?.pausedReference !== undefined;

/** Whether an account could move a currency in each moment of the last so many milliseconds, and can now. */
export function wasFreeFor(model: Model, currency: string, account: string, ms: number): boolean {
  const { records, currencies, releases } = accountsOf(model);
  if (isPaused(model, currency) || isFrozen(model, account)) return false;
  if (balanceRow(model, currency, account)?.frozenReference !== undefined) return false;
  const ends = [currencies.get(currency)?.resumedMs, records.get(account)?.unfrozenMs];
  return [...ends, releases.get(place(currency, account))].every((endMs = 0) => endMs + ms <= model.timeMs);
}

/** When it will have been free for so long, if nothing hinders it from now on. */
export function freeForFrom(model: Model, currency: string, account: string, ms: number): number {
  if (!wasFreeFor(model, currency, account, 0)) return model.timeMs + ms;
  const { records, currencies, releases } = accountsOf(model);
  const ends = [currencies.get(currency)?.resumedMs, records.get(account)?.unfrozenMs];
  return ms + Math.max(...[...ends, releases.get(place(currency, account))].map((endMs = 0) => endMs));
}

export const keyNames = (policy: Policy): string[] => policy.keys.map(hex);

/** Writes a balance and drops it when nothing is left to say about it. */
export function putBalance(model: Model, currency: string, account: string, balance: Balance): void {
  const { balances } = accountsOf(model);
  const { amount, frozenReference, watch } = balance;
  if (amount === 0n && frozenReference === undefined && watch === undefined) balances.delete(place(currency, account));
  else balances.set(place(currency, account), balance);
}

function addTo(model: Model, currency: string, account: string, amount: bigint): void {
  const before = balanceRow(model, currency, account) ?? { amount: 0n };
  putBalance(model, currency, account, { ...before, amount: before.amount + amount });
  if (amount > 0n) listIfQuiet(model, currency, account);
}

export function listIfQuiet(model: Model, currency: string, account: string): void {
  if (balanceRow(model, currency, account)?.watch === "quiet") listBalance(model, currency, account);
}

/** Money that moves within a set of payments: only what the whole set comes to is a credit. */
export function moveWithin(model: Model, { currency, from, to, amount }: Sum): void {
  for (const [account, delta] of [
    [from, -amount],
    [to, amount],
  ] as const) {
    const before = balanceRow(model, currency, account) ?? { amount: 0n };
    putBalance(model, currency, account, { ...before, amount: before.amount + delta });
  }
}

/** Puts a watched balance last among those of its currency to be looked at. */
export function listBalance(model: Model, currency: string, account: string): void {
  const { credited } = accountsOf(model);
  const { first, list } = credited.get(currency) ?? { first: 0, list: [] };
  putBalance(model, currency, account, {
    ...(balanceRow(model, currency, account) ?? { amount: 0n }),
    watch: "credited",
  });
  credited.set(currency, { first, list: [...list, account] });
}

/** A currency that exists and is not paused. */
export function judgeCurrency(model: Model, currency: string, grounds: Grounds): boolean {
  const known = accountsOf(model).currencies.get(currency);
  grounds.when(known === undefined, "accounts/unknownCurrency");
  grounds.when(known?.pausedReference !== undefined, "accounts/currencyPaused");
  return known !== undefined;
}

/** A payer with so much that is not frozen. */
export function judgePayer(model: Model, currency: string, account: string, amount: bigint, grounds: Grounds): void {
  const balance = balanceRow(model, currency, account);
  grounds.when(balance?.frozenReference !== undefined, "accounts/balanceFrozen");
  grounds.when((balance?.amount ?? 0n) < amount, "accounts/insufficientFunds");
}

/** A payee whose balance may grow; a balance carries its own freeze, and where there is none the account decides. */
export function judgePayee(model: Model, currency: string, account: string, grounds: Grounds): void {
  const balance = balanceRow(model, currency, account);
  if (balance !== undefined) {
    grounds.when(balance.frozenReference !== undefined, "accounts/balanceFrozen");
    return;
  }
  grounds.when(!isOpen(model, account), "accounts/unknownAccount");
  grounds.when(isFrozen(model, account), "accounts/accountFrozen");
}

/** Who may be given something: not the unknown, the frozen, or a book of the ledger. */
export function judgeHolder(model: Model, account: string, grounds: Grounds): void {
  const known = isOpen(model, account);
  grounds.when(!known, "accounts/unknownAccount");
  grounds.when(known && isBook(account), "accounts/ledgerAccount");
  grounds.when(isFrozen(model, account), "accounts/accountFrozen");
}

export interface Sum {
  readonly currency: string;
  readonly from: string;
  readonly to: string;
  readonly amount: bigint;
}

export function judgeTransfer(model: Model, { currency, from, to, amount }: Sum, grounds: Grounds): void {
  judgeCurrency(model, currency, grounds);
  judgePayer(model, currency, from, amount, grounds);
  judgePayee(model, currency, to, grounds);
}

export function transfer(model: Model, { currency, from, to, amount }: Sum): void {
  if (from === to) return;
  addTo(model, currency, from, -amount);
  addTo(model, currency, to, amount);
}

/** Money returns to whom it belonged; it stays frozen there if the account is. */
export function giveBack(model: Model, { currency, from, to, amount }: Sum): void {
  if (amount === 0n) return;
  const { frozenReference } = accountsOf(model).records.at(to);
  if (frozenReference !== undefined && balanceRow(model, currency, to) === undefined) {
    putBalance(model, currency, to, { amount: 0n, frozenReference, frozenWith: "account" });
  }
  addTo(model, currency, from, -amount);
  addTo(model, currency, to, amount);
}

export function judgeIssue(model: Model, currency: string, account: string, amount: bigint, grounds: Grounds): void {
  judgeCurrency(model, currency, grounds);
  judgePayee(model, currency, account, grounds);
  grounds.when(supplyOf(model, currency) + amount > amountMost, "accounts/supplyTooLarge");
}

export function issue(model: Model, currency: string, account: string, amount: bigint): void {
  if (amount === 0n) return;
  addTo(model, currency, account, amount);
  accountsOf(model).supplies.set(currency, supplyOf(model, currency) + amount);
}

export function burn(model: Model, currency: string, account: string, amount: bigint): void {
  if (amount === 0n) return;
  addTo(model, currency, account, -amount);
  accountsOf(model).supplies.set(currency, supplyOf(model, currency) - amount);
}

export function openBook(model: Model, account: string): void {
  accountsOf(model).records.set(account, { policy: null, openedMs: model.timeMs });
}
