// What other modules may do with money: move it, give it back, make and destroy it, and never lose a unit of it.
import fc from "fast-check";
import { beforeEach, describe, expect, it } from "vitest";
import type { Account } from "#src/core/account.ts";
import { accountFromBytes } from "#src/core/account.ts";
import { limits } from "#src/core/limits.ts";
import { moduleAccount } from "#src/machine/moduleAccount.ts";
import { anchoredCurrency, create, move, read, watch } from "#src/modules/accounts/access.ts";
import { accountRecords, balances, currencies, currencyCodes, supplies } from "#src/modules/accounts/tables.ts";
import { memoryState } from "#tests/support/memoryState.ts";
import { refusalOf } from "#tests/support/refusal.ts";

const person = (number: number): Account => accountFromBytes(new Uint8Array(20).fill(number));
const [alice, bob, carol] = [person(1), person(2), person(3)];
const book = moduleAccount("settlement/locked");
const policy = { threshold: 1, keys: [new Uint8Array(32)] };

let state: ReturnType<typeof memoryState>;
beforeEach(() => {
  state = memoryState();
  const { journal } = state;
  for (const account of [alice, bob, carol]) accountRecords.put(journal, account, { policy, openedMs: 0 });
  create.openModuleAccount(journal, book);
  for (const currency of ["CNY", anchoredCurrency]) currencies.put(journal, currency, { decimals: 2, issuer: carol });
  currencyCodes.put(journal, ["CNY", anchoredCurrency]);
  create.issue(journal, { currency: "CNY", account: alice, amount: 100n });
});

const held = (account: Account) => read.balance(state.journal, "CNY", account);
const transfer = (amount: bigint, from = alice, to = bob, currency = "CNY") =>
  refusalOf(() => move.transfer(state.journal, { currency, from, to, amount }));
const freeze = (account: Account, frozenReference = "Order 1") =>
  accountRecords.put(state.journal, account, { policy, openedMs: 0, frozenReference });

describe("a transfer", () => {
  it("moves money to the last unit, and an empty balance leaves no row", () => {
    expect(transfer(101n)).toBe("accounts/insufficientFunds");
    expect(transfer(100n)).toBe("nothing");
    expect([held(alice), held(bob), balances.has(state.journal, "CNY", alice)]).toEqual([0n, 100n, false]);
    expect(state.journal.unbalancedTally()).toBeUndefined();
  });

  it("of nothing, or to oneself, changes nothing but must be possible", () => {
    expect([transfer(0n), transfer(50n, alice, alice)]).toEqual(["nothing", "nothing"]);
    expect([held(alice), balances.has(state.journal, "CNY", bob)]).toEqual([100n, false]);
    expect(transfer(101n, alice, alice)).toBe("accounts/insufficientFunds");
  });

  it("is refused for a currency that is unknown or paused", () => {
    expect(transfer(1n, alice, bob, "XXX")).toBe("accounts/unknownCurrency");
    currencies.put(state.journal, "CNY", { decimals: 2, issuer: carol, pausedReference: "Order 1" });
    expect(transfer(1n)).toBe("accounts/currencyPaused");
  });

  it("is refused to whoever is unknown or frozen, and from a frozen balance", () => {
    expect(transfer(1n, alice, person(9))).toBe("accounts/unknownAccount");
    freeze(bob);
    expect(transfer(1n)).toBe("accounts/accountFrozen");
    balances.put(state.journal, "CNY", carol, { amount: 0n, frozenReference: "Order 2", frozenWith: "currency" });
    expect(transfer(1n, alice, carol)).toBe("accounts/balanceFrozen");
    expect(transfer(0n, carol, alice)).toBe("accounts/balanceFrozen");
  });

  it("by a negative amount is a defect, since it would take from the payee", () => {
    balances.put(state.journal, "CNY", bob, { amount: 5n });
    expect(() => move.transfer(state.journal, { currency: "CNY", from: alice, to: bob, amount: -1n })).toThrow(
      "zero or more",
    );
    expect(() => move.giveBack(state.journal, { currency: "CNY", from: alice, to: bob, amount: -1n })).toThrow(
      "zero or more",
    );
    expect(() => create.issue(state.journal, { currency: "CNY", account: bob, amount: -1n })).toThrow("zero or more");
    expect(() => create.burn(state.journal, { currency: "CNY", account: bob, amount: -1n })).toThrow("zero or more");
  });

  it("to a book of the ledger is for modules; a payment to one is refused", () => {
    expect(transfer(1n, alice, book)).toBe("nothing");
    const payment = { currency: "CNY", from: alice, to: book, amount: 1n };
    expect(refusalOf(() => move.pay(state.journal, payment))).toBe("accounts/ledgerAccount");
    expect(refusalOf(() => move.pay(state.journal, { ...payment, to: bob }))).toBe("nothing");
  });

  it("never makes or loses money, whatever is tried", () => {
    const people = [alice, bob, carol, book, person(9)];
    const one = fc.tuple(fc.constantFrom(...people), fc.constantFrom(...people), fc.bigInt({ min: 0n, max: 120n }));
    fc.assert(
      fc.property(fc.array(one, { maxLength: 30 }), (list) => {
        for (const [from, to, amount] of list) transfer(amount, from, to);
        const sum = people.reduce((total, account) => total + held(account), 0n);
        expect([sum, read.supply(state.journal, "CNY")]).toEqual([100n, 100n]);
        expect(state.journal.unbalancedTally()).toBeUndefined();
      }),
    );
  });
});

describe("giving back", () => {
  const giveBack = (amount: bigint, to = alice) =>
    refusalOf(() => move.giveBack(state.journal, { currency: "CNY", from: book, to, amount }));
  beforeEach(() => {
    move.transfer(state.journal, { currency: "CNY", from: alice, to: book, amount: 60n });
  });

  it("returns what a book held, even while the currency is paused", () => {
    currencies.put(state.journal, "CNY", { decimals: 2, issuer: carol, pausedReference: "Order 1" });
    expect(giveBack(60n)).toBe("nothing");
    expect([held(alice), held(book)]).toEqual([100n, 0n]);
    expect(state.journal.unbalancedTally()).toBeUndefined();
  });

  it("to a frozen account keeps the money frozen there, also where it held nothing", () => {
    balances.put(state.journal, "CNY", alice, { amount: 40n, frozenReference: "Order 1", frozenWith: "account" });
    freeze(alice);
    freeze(bob, "Order 2");
    expect([giveBack(20n), giveBack(20n, bob)]).toEqual(["nothing", "nothing"]);
    expect(balances.get(state.journal, "CNY", alice)).toEqual({
      amount: 60n,
      frozenReference: "Order 1",
      frozenWith: "account",
    });
    expect(balances.get(state.journal, "CNY", bob)).toEqual({
      amount: 20n,
      frozenReference: "Order 2",
      frozenWith: "account",
    });
  });

  it("refuses more than the book holds, and an account that is gone", () => {
    expect(giveBack(61n)).toBe("accounts/insufficientFunds");
    expect(giveBack(1n, person(9))).toBe("accounts/unknownAccount");
    expect([giveBack(0n), held(book)]).toEqual(["nothing", 60n]);
  });
});

describe("making and destroying money", () => {
  it("changes balance and supply together", () => {
    create.issue(state.journal, { currency: "CNY", account: bob, amount: 5n });
    create.burn(state.journal, { currency: "CNY", account: alice, amount: 100n });
    expect([held(alice), held(bob), read.supply(state.journal, "CNY")]).toEqual([0n, 5n, 5n]);
    expect(state.journal.unbalancedTally()).toBeUndefined();
  });

  it("of nothing leaves no rows", () => {
    create.issue(state.journal, { currency: anchoredCurrency, account: bob, amount: 0n });
    create.burn(state.journal, { currency: anchoredCurrency, account: bob, amount: 0n });
    expect([balances.has(state.journal, anchoredCurrency, bob), supplies.has(state.journal, anchoredCurrency)]).toEqual(
      [false, false],
    );
  });

  it("refuses more than there can be, and more than is held", () => {
    const issue = (amount: bigint) =>
      refusalOf(() => create.issue(state.journal, { currency: "CNY", account: bob, amount }));
    expect([issue(limits.amountMax - 99n), issue(limits.amountMax - 100n), issue(1n)]).toEqual([
      "accounts/supplyTooLarge",
      "nothing",
      "accounts/supplyTooLarge",
    ]);
    const burn = (account: Account) =>
      refusalOf(() => create.burn(state.journal, { currency: "CNY", account, amount: 101n }));
    expect([burn(alice), burn(person(9))]).toEqual(["accounts/insufficientFunds", "accounts/insufficientFunds"]);
  });
});

describe("reading", () => {
  it("tells what an account holds and may do", () => {
    const { journal } = state;
    expect([read.balance(journal, "CNY", bob), read.supply(journal, "XXX"), read.currencyCodes(journal)]).toEqual([
      0n,
      0n,
      ["CNY", "KDG"],
    ]);
    expect([read.hasAccount(journal, alice), read.hasAccount(journal, person(9))]).toEqual([true, false]);
    expect([read.currency(journal, "CNY")?.decimals, read.currency(journal, "XXX")]).toEqual([2, undefined]);
    expect(read.isFrozen(journal, alice)).toBe(false);
    freeze(alice);
    expect(read.isFrozen(journal, alice)).toBe(true);
  });

  it("refuses by name what is not there or not allowed", () => {
    const { journal } = state;
    expect(refusalOf(() => read.requireAccount(journal, person(9)))).toBe("accounts/unknownAccount");
    expect(refusalOf(() => read.requireCurrency(journal, "XXX"))).toBe("accounts/unknownCurrency");
    expect(refusalOf(() => read.requireCanSend(journal, "CNY", alice, 100n))).toBe("nothing");
    expect(refusalOf(() => read.requireCanSend(journal, "CNY", alice, 101n))).toBe("accounts/insufficientFunds");
    expect(refusalOf(() => read.requireCanReceive(journal, "CNY", person(9)))).toBe("accounts/unknownAccount");
    expect(refusalOf(() => read.requireCanHold(journal, book))).toBe("accounts/ledgerAccount");
    expect(refusalOf(() => read.requireCanHold(journal, person(9)))).toBe("accounts/unknownAccount");
    expect(refusalOf(() => read.requireCanHold(journal, bob))).toBe("nothing");
    freeze(bob);
    expect(refusalOf(() => read.requireCanHold(journal, bob))).toBe("accounts/accountFrozen");
  });
});

it("a book of the ledger is opened once", () => {
  expect(refusalOf(() => create.openModuleAccount(state.journal, book))).toBe("accounts/accountOpen");
});

describe("the list of credited balances", () => {
  const listed = (most: number) => watch.take(state.journal, most).map(({ currency, account }) => [currency, account]);

  it("gives each currency its share, so that none holds up another", () => {
    for (const account of [alice, bob, carol]) watch.begin(state.journal, "CNY", account);
    watch.begin(state.journal, anchoredCurrency, bob);
    expect(listed(2)).toEqual([
      ["CNY", alice],
      [anchoredCurrency, bob],
    ]);
    expect(listed(1)).toEqual([["CNY", bob]]);
    transfer(1n, alice, bob);
    expect(listed(8)).toEqual([
      ["CNY", carol],
      ["CNY", bob],
    ]);
    expect(listed(8)).toEqual([]);
  });

  it("is kept while its currency is paused, and takes no share of the others", () => {
    watch.begin(state.journal, "CNY", alice);
    for (const account of [bob, carol]) watch.begin(state.journal, anchoredCurrency, account);
    currencies.put(state.journal, "CNY", { decimals: 2, issuer: carol, pausedReference: "Order 1" });
    expect(listed(2)).toEqual([
      [anchoredCurrency, bob],
      [anchoredCurrency, carol],
    ]);
    expect(watch.isListed(state.journal, "CNY", alice)).toBe(true);
    currencies.put(state.journal, "CNY", { decimals: 2, issuer: carol });
    expect(listed(2)).toEqual([["CNY", alice]]);
  });
});
