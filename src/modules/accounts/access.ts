// What other modules may do with accounts, in tiers: read, move (never create), create.
import type { z } from "zod";
import type { Account } from "#src/core/account.ts";
import { assert } from "#src/core/assert.ts";
import { limits } from "#src/core/limits.ts";
import type { Refusal } from "#src/core/refusal.ts";
import { isModuleAccount } from "#src/machine/moduleAccount.ts";
import type { State, StateReader, StateRow, Stored } from "#src/state/view.ts";
import { refusals } from "./refusals.ts";
import { isNothing } from "./rules.ts";
import type { CurrencySettings } from "./schemas.ts";
import {
  accountRecords,
  type balanceSchema,
  balances,
  credited,
  currencies,
  currencyCodes,
  releases,
  supplies,
  ties,
} from "./tables.ts";

export { anchoredCurrency } from "./schemas.ts";

/** A sum of money on its way. */
export interface Transfer {
  readonly currency: string;
  readonly from: Account;
  readonly to: Account;
  readonly amount: bigint;
}

export interface Holding {
  readonly currency: string;
  readonly account: Account;
  readonly amount: bigint;
}

function requireCurrency(state: StateReader, currency: string): Stored<CurrencySettings> {
  const settings = currencies.get(state, currency);
  if (settings === undefined) throw refusals.unknownCurrency({ currency });
  return settings;
}

function requireAccount(state: StateReader, account: Account): void {
  if (!accountRecords.has(state, account)) throw refusals.unknownAccount({ account });
}

function requireNotPaused(state: StateReader, currency: string): void {
  const { pausedReference } = requireCurrency(state, currency);
  if (pausedReference !== undefined) throw refusals.currencyPaused({ currency, reference: pausedReference });
}

type BalanceRow = StateRow<z.output<typeof balanceSchema>>;

/** A balance row exists only for an open account and carries its freezes, so it answers without the account's record. */
function requireMayReceive(state: StateReader, balance: BalanceRow["value"], currency: string, account: Account): void {
  if (balance?.frozenReference !== undefined) throw refusals.balanceFrozen({ account, currency });
  if (balance !== undefined) return;
  const record = accountRecords.get(state, account);
  if (record === undefined) throw refusals.unknownAccount({ account });
  if (record.frozenReference !== undefined)
    throw refusals.accountFrozen({ account, reference: record.frozenReference });
}

function requireHolds(balance: BalanceRow["value"], { currency, account, amount }: Holding): void {
  if (balance?.frozenReference !== undefined) throw refusals.balanceFrozen({ account, currency });
  const available = balance?.amount ?? 0n;
  if (available < amount) throw refusals.insufficientFunds({ account, currency, available });
}

function requireCanReceive(state: StateReader, currency: string, account: Account): void {
  requireMayReceive(state, balances.get(state, currency, account), currency, account);
}

function requireFunds(state: StateReader, holding: Holding): void {
  requireHolds(balances.get(state, holding.currency, holding.account), holding);
}

/** The name of a currency's tally: kept, since making a text for every payment costs more than the sum. */
const tallyNames = new Map<string, string>();
function tallyName(currency: string): string {
  const known = tallyNames.get(currency);
  if (known !== undefined) return known;
  const name = `accounts/supply/${currency}`;
  tallyNames.set(currency, name);
  return name;
}

/** Writes a balance; an empty one that is neither frozen nor watched leaves no row behind. */
function add(state: State, row: BalanceRow, { currency, account, amount }: Holding): void {
  const before = row.value;
  const amountAfter = (before?.amount ?? 0n) + amount;
  if (before?.watch === "quiet" && amount > 0n) {
    row.put({ ...before, amount: amountAfter, watch: "credited" });
    credited.push(state, currency, account);
  } else if (before?.frozenReference !== undefined || before?.watch !== undefined) {
    row.put({ ...before, amount: amountAfter });
  } else if (amountAfter === 0n) row.delete();
  else row.put({ amount: amountAfter });
  state.tally(tallyName(currency), amount);
}

function addToBalance(state: State, holding: Holding): void {
  add(state, balances.open(state, holding.currency, holding.account), holding);
}

function changeSupply(state: State, currency: string, delta: bigint): void {
  supplies.put(state, currency, (supplies.get(state, currency) ?? 0n) + delta);
  state.tally(tallyName(currency), -delta);
}

/** Refuses who may hold nothing given by others: the unknown, the frozen, and the ledger's own books. */
function requireCanHold(state: StateReader, account: Account): void {
  const record = accountRecords.get(state, account);
  if (record === undefined) throw refusals.unknownAccount({ account });
  if (isModuleAccount(account)) throw refusals.ledgerAccount({ account });
  if (record.frozenReference !== undefined)
    throw refusals.accountFrozen({ account, reference: record.frozenReference });
}

/** Ties more or less. The ledger's own books are never closed, so that nothing need tie them. */
function changeTies(state: State, account: Account, delta: number): void {
  if (isModuleAccount(account)) return;
  const after = (ties.get(state, account) ?? 0) + delta;
  assert(after >= 0, "only what was tied is untied");
  if (after === 0) ties.delete(state, account);
  else ties.put(state, account, after);
}

export const read = {
  requireCanHold,
  /** Refuses a currency that nobody can move now. */
  requireNotPaused,
  /** What moving a currency would be refused by while it is paused, or undefined. */
  pause(state: StateReader, currency: string): Refusal | undefined {
    const { pausedReference } = requireCurrency(state, currency);
    return pausedReference === undefined
      ? undefined
      : refusals.currencyPaused({ currency, reference: pausedReference });
  },
  isFrozen: (state: StateReader, account: Account): boolean =>
    accountRecords.get(state, account)?.frozenReference !== undefined,
  isBalanceFrozen: (state: StateReader, currency: string, account: Account): boolean =>
    balances.get(state, currency, account)?.frozenReference !== undefined,
  /**
   * Since when an account can move a currency, or undefined while a pause or a freeze keeps it from that. Who takes what
   * was not paid in time asks for a whole time free of hindrance: else who can freeze or pause could bring a default about.
   */
  movableSinceMs(state: StateReader, currency: string, account: Account): number | undefined {
    const { pausedReference, resumedMs = 0 } = requireCurrency(state, currency);
    const { frozenReference, unfrozenMs = 0 } = accountRecords.get(state, account) ?? {};
    const isHindered = pausedReference !== undefined || frozenReference !== undefined;
    if (isHindered || balances.get(state, currency, account)?.frozenReference !== undefined) return undefined;
    return Math.max(resumedMs, unfrozenMs, releases.get(state, currency, account) ?? 0);
  },
  requireCurrency,
  requireAccount,
  requireCanReceive,
  requireFunds,
  hasAccount: (state: StateReader, account: Account): boolean => accountRecords.has(state, account),
  currency: (state: StateReader, currency: string) => currencies.get(state, currency),
  currencyCodes: (state: StateReader): readonly string[] => currencyCodes.get(state) ?? [],
  balance: (state: StateReader, currency: string, account: Account): bigint =>
    balances.get(state, currency, account)?.amount ?? 0n,
  supply: (state: StateReader, currency: string): bigint => supplies.get(state, currency) ?? 0n,
  /** Refuses when the account could not send the amount now. */
  requireCanSend(state: StateReader, currency: string, account: Account, amount: bigint): void {
    requireNotPaused(state, currency);
    requireFunds(state, { currency, account, amount });
  },
};

export const move = {
  /** A transfer to somebody: refuses the ledger's own books as payees, whose money must match their rows. */
  pay(state: State, transfer: Transfer): void {
    if (isModuleAccount(transfer.to)) throw refusals.ledgerAccount({ account: transfer.to });
    move.transfer(state, transfer);
  },
  /** Moves money between two accounts; refuses paused, frozen, unknown and insufficient. The caller announces it. */
  transfer(state: State, { currency, from, to, amount }: Transfer): void {
    assert(amount >= 0n, "money moves by an amount of zero or more");
    requireNotPaused(state, currency);
    const payer = balances.open(state, currency, from);
    const payee = balances.open(state, currency, to);
    requireHolds(payer.value, { currency, account: from, amount });
    requireMayReceive(state, payee.value, currency, to);
    if (from === to || amount === 0n) return;
    add(state, payer, { currency, account: from, amount: -amount });
    add(state, payee, { currency, account: to, amount });
  },
  /**
   * Gives back what a book of the ledger held for an account, frozen or paused as it may be: an expired lock is not a
   * payment, and the money stays frozen where it belongs.
   */
  giveBack(state: State, { currency, from, to, amount }: Transfer): void {
    assert(amount >= 0n, "money moves by an amount of zero or more");
    requireAccount(state, to);
    if (amount === 0n) return;
    const balance = balances.get(state, currency, from);
    if (balance === undefined || balance.amount < amount) {
      throw refusals.insufficientFunds({ account: from, currency, available: balance?.amount ?? 0n });
    }
    const record = accountRecords.get(state, to);
    if (record?.frozenReference !== undefined && !balances.has(state, currency, to)) {
      const { frozenReference } = record;
      balances.put(state, currency, to, { amount: 0n, frozenReference, frozenWith: "account" });
    }
    addToBalance(state, { currency, account: from, amount: -amount });
    addToBalance(state, { currency, account: to, amount });
  },
};

/** What belongs to an account, or waits for it, ties it: a tied account cannot be closed. */
export const tie = {
  /** For something that had one owner, or none, and now has another, or none. */
  pass(state: State, before: Account | undefined, after: Account | undefined): void {
    if (before === after) return;
    if (before !== undefined) changeTies(state, before, -1);
    if (after !== undefined) changeTies(state, after, 1);
  },
  add: (state: State, account: Account): void => changeTies(state, account, 1),
  remove: (state: State, account: Account): void => changeTies(state, account, -1),
  /** For many things at once, so that the row is written once. */
  change: (state: State, account: Account, delta: number): void => changeTies(state, account, delta),
};

/** The oldest of one currency's list; places of those that are watched no more are skipped. */
function takeListed(state: State, currency: string, most: number): Account[] {
  const taken: Account[] = [];
  for (let count = 0; count < most; count += 1) {
    const account = credited.take(state, currency);
    if (account === undefined) break;
    const balance = balances.get(state, currency, account);
    if (balance?.watch !== "credited") continue;
    balances.put(state, currency, account, { ...balance, watch: "quiet" });
    taken.push(account);
  }
  return taken;
}

/**
 * Being told of credits: a mark in the balance's own row, so that a payment to an account that nobody watches costs
 * nothing more. One module watches, by links of its own; it takes what was credited at the end of a block.
 */
export const watch = {
  /** Watches a balance, and lists it at once, so that it is looked at a first time. */
  begin(state: State, currency: string, account: Account): void {
    const balance = balances.get(state, currency, account) ?? { amount: 0n };
    assert(balance.watch === undefined, "a balance is watched once");
    balances.put(state, currency, account, { ...balance, watch: "credited" });
    credited.push(state, currency, account);
  },
  /** Lists a watched balance that is to be looked at, behind all others of its currency. */
  list(state: State, currency: string, account: Account): void {
    const balance = balances.get(state, currency, account);
    if (balance?.watch !== "quiet") return;
    balances.put(state, currency, account, { ...balance, watch: "credited" });
    credited.push(state, currency, account);
  },
  /** Its place in the list, if it has one, is skipped when it comes up. */
  end(state: State, currency: string, account: Account): void {
    const balance = balances.get(state, currency, account);
    if (balance?.watch === undefined) return;
    const { watch: _, ...rest } = balance;
    if (isNothing(rest)) balances.delete(state, currency, account);
    else balances.put(state, currency, account, rest);
  },
  /**
   * The oldest of each currency's list, so many at most of all together; they are quiet until their next credit. A currency
   * has its share, so that none holds up another; one that is paused keeps its list.
   */
  take(state: State, most: number): Pick<Holding, "currency" | "account">[] {
    const isReady = (currency: string) =>
      credited.size(state, currency) > 0 && requireCurrency(state, currency).pausedReference === undefined;
    const ready = read.currencyCodes(state).filter(isReady);
    const share = Math.trunc(most / ready.length);
    assert(ready.length === 0 || share >= 1, "there is a look for each currency");
    return ready.flatMap((currency) => takeListed(state, currency, share).map((account) => ({ currency, account })));
  },
  isListed: (state: StateReader, currency: string, account: Account): boolean =>
    balances.get(state, currency, account)?.watch === "credited",
};

export const create = {
  /** Makes money. The caller has checked that it may. */
  issue(state: State, { currency, account, amount }: Holding): void {
    assert(amount >= 0n, "money is made in an amount of zero or more");
    requireNotPaused(state, currency);
    requireCanReceive(state, currency, account);
    if ((supplies.get(state, currency) ?? 0n) + amount > limits.amountMax) throw refusals.supplyTooLarge({ currency });
    if (amount === 0n) return;
    addToBalance(state, { currency, account, amount });
    changeSupply(state, currency, amount);
  },
  /** Destroys money. The caller has checked that it may. */
  burn(state: State, { currency, account, amount }: Holding): void {
    assert(amount >= 0n, "money is destroyed in an amount of zero or more");
    requireNotPaused(state, currency);
    requireFunds(state, { currency, account, amount });
    if (amount === 0n) return;
    addToBalance(state, { currency, account, amount: -amount });
    changeSupply(state, currency, -amount);
  },
  /** Opens an account of the ledger's own books. */
  openModuleAccount(state: State, account: Account): void {
    if (accountRecords.has(state, account)) throw refusals.accountOpen({ account });
    accountRecords.put(state, account, { policy: null, openedMs: state.timeMs });
  },
};
