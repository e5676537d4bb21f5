// The return of expired locks by block time.
import { beforeEach, expect, test } from "vitest";
import { limits } from "#src/core/limits.ts";
import { read } from "#src/modules/accounts/access.ts";
import { accounts } from "#src/modules/accounts/module.ts";
import { authority } from "#src/modules/authority/module.ts";
import { settlement } from "#src/modules/settlement/module.ts";
import { expiries } from "#src/modules/settlement/tables.ts";
import { createTestLedger, type TestLedger } from "#tests/support/ledger.ts";
import { lock, lockContent } from "#tests/support/locks.ts";

const first = 10_000_000n;

let ledger: TestLedger;
beforeEach(() => {
  ledger = createTestLedger({ modules: [accounts, authority, settlement] });
});

const balance = (alias: string) => read.balance(ledger.state, "CNY", ledger.account(alias));

test("returns the money in the first block whose time reaches the expiry, and not before", async () => {
  const { expiresMs } = lock(ledger);
  expect(ledger.executeBlock([], { timeMs: expiresMs - 1 }).blockEvents).toEqual([]);
  expect(balance("alice")).toBe(first - 500n);
  const { blockEvents } = ledger.executeBlock([], { timeMs: expiresMs });
  expect(blockEvents).toEqual([
    {
      type: "settlement/lockExpired",
      content: {
        lock: 1,
        payer: ledger.account("alice"),
        payee: ledger.account("bob"),
        currency: "CNY",
        amount: 500n,
      },
    },
  ]);
  expect(balance("alice")).toBe(first);
  expect(await ledger.audit()).toEqual([]);
});

test("locks expire by their own times, whatever the order in which they were opened", () => {
  for (const lastsMs of [3_000, 1_000, 2_000]) lock(ledger, { lastsMs });
  const expired = [1_000, 2_000, 3_000].map(() =>
    ledger.advance(1_000).blockEvents.map(({ content }) => (content as { lock: number }).lock),
  );
  expect(expired.flat()).toEqual([2, 3, 1]);
});

test("skips locks that were closed before", () => {
  const { expiresMs } = lock(ledger);
  lock(ledger);
  ledger.send("bob", "settlement/fulfilLock", { lock: 1 });
  ledger.send("bob", "settlement/cancelLock", { lock: 2 });
  expect(ledger.executeBlock([], { timeMs: expiresMs + 10 }).blockEvents).toEqual([]);
  expect(expiries.size(ledger.state)).toBe(0);
  expect([balance("alice"), balance("bob")]).toEqual([first - 500n, first + 500n]);
});

test("a block in which nothing is due changes no state", () => {
  lock(ledger);
  const before = ledger.digest();
  ledger.advance(1_000);
  expect(ledger.digest()).toBe(before);
});

test("a block returns a bounded number of locks and the next block the rest", async () => {
  const count = limits.dueItemsPerBlockMax + 2;
  const content = lockContent(ledger, { amount: 1n });
  const items = Array.from({ length: count }, () => content);
  for (const part of [items.slice(0, 600), items.slice(600)]) {
    ledger.executeBlock([ledger.batch("alice", "settlement/lockFunds", part)]);
  }
  expect(balance("alice")).toBe(first - BigInt(count));
  expect(ledger.executeBlock([], { timeMs: content.expiresMs }).blockEvents).toHaveLength(limits.dueItemsPerBlockMax);
  expect(await ledger.audit()).toEqual([]);
  expect(ledger.send("bob", "settlement/fulfilLock", { lock: count }).refused).toBe("settlement/expiryReached");
  expect(balance("alice")).toBe(first);
  expect(expiries.size(ledger.state)).toBe(0);
  expect(await ledger.audit()).toEqual([]);
});

test("a frozen payer has the money back, frozen, even while the currency is paused", () => {
  const { expiresMs } = lock(ledger, { amount: first });
  ledger.send("regulator", "accounts/freezeAccount", { account: ledger.account("alice"), reference: "order 1" });
  ledger.send("cny-issuer", "accounts/pauseCurrency", { currency: "CNY", reference: "order 2" });
  expect(ledger.executeBlock([], { timeMs: expiresMs }).blockEvents).toHaveLength(1);
  expect(balance("alice")).toBe(first);
  ledger.send("cny-issuer", "accounts/resumeCurrency", { currency: "CNY", reference: "order 3" });
  const spend = { currency: "CNY", to: ledger.account("bob"), amount: 1n };
  expect(ledger.send("alice", "settlement/pay", spend).refused).toBe("accounts/accountFrozen");
});

test("a payer cannot close its account while a lock of its money is open, so that all of them fall due", async () => {
  const { expiresMs } = lock(ledger, { amount: first });
  ledger.send("alice", "settlement/pay", { currency: "USD", to: ledger.account("bob"), amount: first });
  expect(ledger.send("alice", "accounts/closeAccount", {}).refused).toBe("accounts/accountTied");
  expect(ledger.executeBlock([], { timeMs: expiresMs }).blockEvents).toHaveLength(1);
  expect(balance("alice")).toBe(first);
  ledger.send("alice", "settlement/pay", { currency: "CNY", to: ledger.account("bob"), amount: first });
  expect(ledger.send("alice", "accounts/closeAccount", {}).code).toBe(0);
  expect(await ledger.audit()).toEqual([]);
});
