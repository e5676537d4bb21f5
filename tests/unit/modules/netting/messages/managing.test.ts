// What a payer does about its queues: cancel, change priority, earmark, and limit.
import { describe, expect, test } from "vitest";
import { attempt, open } from "#tests/support/accountsLedger.ts";
import type { TestLedger } from "#tests/support/ledger.ts";
import {
  balance,
  createNettingLedger,
  euros,
  give,
  owe,
  oweTogether,
  settledIn,
  waiting,
} from "#tests/support/netting.ts";

describe("cancelItem", () => {
  const cancel = (ledger: TestLedger, actor: string, item: number) =>
    attempt(ledger, actor, "netting/cancelItem", { item });

  test("takes an item out, tells what it was, and lets those behind go on", async () => {
    const ledger = createNettingLedger({ alice: 5n });
    owe(ledger, "alice bob 6");
    owe(ledger, "alice carol 5");
    const shown = (await ledger.query("netting/item", { item: 1 })) as object;
    const { events } = ledger.send("alice", "netting/cancelItem", { item: 1 });
    const content = { ...shown, by: ledger.account("alice") };
    expect(events).toEqual([{ type: "netting/itemCancelled", content }]);
    expect(await waiting(ledger, "alice")).toEqual([]);
    expect(balance(ledger, "carol")).toBe(5n);
    expect(await ledger.audit()).toEqual([]);
  });

  test("refuses unknown and closed items, and whoever does not pay", () => {
    const ledger = createNettingLedger();
    expect(cancel(ledger, "alice", 1)).toBe("netting/unknownItem");
    owe(ledger, "alice bob 6");
    expect(cancel(ledger, "bob", 1)).toBe("netting/notPayer");
    expect(cancel(ledger, "alice", 1)).toBe("accepted");
    expect(cancel(ledger, "alice", 1)).toBe("netting/itemClosed");
    expect(cancel(ledger, "alice", 2)).toBe("netting/unknownItem");
  });
});

describe("changePriority", () => {
  const change = (ledger: TestLedger, actor: string, item: number, priority: string) =>
    attempt(ledger, actor, "netting/changePriority", { item, priority });

  test("puts an item among those of the other priority, by its number", async () => {
    const ledger = createNettingLedger({ alice: 2n });
    oweTogether(ledger, "alice bob 9", "alice bob 2", "alice bob 9 urgent");
    expect(await waiting(ledger, "alice")).toEqual([3, 1, 2]);
    expect(change(ledger, "alice", 3, "normal")).toBe("accepted");
    expect(await waiting(ledger, "alice")).toEqual([1, 2, 3]);
    expect(await ledger.audit()).toEqual([]);
    // Now that it stands first, it settles in the same block.
    expect(change(ledger, "alice", 2, "urgent")).toBe("accepted");
    expect([balance(ledger, "alice"), balance(ledger, "bob")]).toEqual([0n, 2n]);
    expect(await waiting(ledger, "alice")).toEqual([1, 3]);
  });

  test("refuses the same priority, unknown items, and whoever does not pay", () => {
    const ledger = createNettingLedger();
    owe(ledger, "alice bob 6");
    expect(change(ledger, "alice", 1, "normal")).toBe("netting/priorityUnchanged");
    expect(change(ledger, "alice", 2, "urgent")).toBe("netting/unknownItem");
    expect(change(ledger, "bob", 1, "urgent")).toBe("netting/notPayer");
  });
});

describe("setEarmarks", () => {
  const earmark = (ledger: TestLedger, direct: bigint, urgent: bigint) =>
    attempt(ledger, "alice", "netting/setEarmarks", { currency: euros, direct, urgent });

  test("keeps money back from normal items, and some of it from urgent ones too, to the unit", async () => {
    const ledger = createNettingLedger({ alice: 30n });
    expect(earmark(ledger, 10n, 5n)).toBe("accepted");
    expect(owe(ledger, "alice bob 16").answer).toMatchObject({ settled: false });
    expect(owe(ledger, "alice bob 15", { priority: "urgent" }).answer).toMatchObject({ settled: true });
    expect(owe(ledger, "alice bob 6", { priority: "urgent" }).answer).toMatchObject({ settled: false });
    ledger.send("alice", "netting/cancelItem", { item: 3 });
    expect(owe(ledger, "alice bob 5", { priority: "urgent" }).answer).toMatchObject({ settled: true });
    expect(balance(ledger, "alice")).toBe(10n);
    // What is paid directly is not held back.
    const direct = { currency: euros, to: ledger.account("bob"), amount: 10n };
    expect(attempt(ledger, "alice", "settlement/pay", direct)).toBe("accepted");
    expect(await ledger.audit()).toEqual([]);
  });

  test("lets the queue go on in the same block when it is lowered", async () => {
    const ledger = createNettingLedger({ alice: 30n });
    earmark(ledger, 10n, 5n);
    owe(ledger, "alice bob 20");
    expect(balance(ledger, "bob")).toBe(0n);
    const params = { currency: euros, account: ledger.account("alice") };
    expect(await ledger.query("netting/earmarked", params)).toEqual({ direct: 10n, urgent: 5n });
    expect(await ledger.query("netting/position", params)).toMatchObject({ earmarked: { direct: 10n, urgent: 5n } });
    earmark(ledger, 10n, 0n);
    expect(balance(ledger, "bob")).toBe(20n);
    earmark(ledger, 0n, 0n);
    expect(await ledger.query("netting/earmarked", params)).toEqual({ direct: 0n, urgent: 0n });
  });

  test("announces what was set, ties the account, and refuses an unknown currency", () => {
    const ledger = createNettingLedger();
    open(ledger, "dave");
    const set = (direct: bigint) => ledger.send("dave", "netting/setEarmarks", { currency: euros, direct, urgent: 0n });
    const content = { account: ledger.account("dave"), currency: euros, direct: 1n, urgent: 0n };
    expect(set(1n).events).toEqual([{ type: "netting/earmarksSet", content }]);
    set(2n);
    expect(attempt(ledger, "dave", "accounts/closeAccount", {})).toBe("accounts/accountTied");
    set(0n);
    set(0n);
    expect(attempt(ledger, "dave", "accounts/closeAccount", {})).toBe("accepted");
    const unknown = { currency: "XXX", direct: 1n, urgent: 1n };
    expect(attempt(ledger, "alice", "netting/setEarmarks", unknown)).toBe("accounts/unknownCurrency");
  });
});

describe("setLimit and removeLimit", () => {
  const limit = (ledger: TestLedger, most: bigint, counterparty?: string) =>
    attempt(ledger, "alice", "netting/setLimit", {
      currency: euros,
      most,
      ...(counterparty && { counterparty: ledger.account(counterparty) }),
    });
  const remove = (ledger: TestLedger, counterparty?: string) =>
    attempt(ledger, "alice", "netting/removeLimit", {
      currency: euros,
      ...(counterparty && { counterparty: ledger.account(counterparty) }),
    });
  const limits = (ledger: TestLedger) =>
    ledger.query("netting/payerLimits", { currency: euros, account: ledger.account("alice") });

  test("a limit bounds what flows to one counterparty, net, to the unit", async () => {
    const ledger = createNettingLedger({ alice: 100n, bob: 100n });
    expect(limit(ledger, 10n, "bob")).toBe("accepted");
    expect(owe(ledger, "alice bob 10").answer).toMatchObject({ settled: true });
    expect(owe(ledger, "alice bob 1").answer).toMatchObject({ settled: false });
    expect(await limits(ledger)).toEqual({
      bilateral: [{ counterparty: ledger.account("bob"), most: 10n, used: 10n }],
    });
    // What comes back gives room again, and the item that waited settles in the same block.
    expect(owe(ledger, "bob alice 1").answer).toMatchObject({ settled: true });
    expect(await waiting(ledger, "alice")).toEqual([]);
    expect(owe(ledger, "alice carol 50").answer).toMatchObject({ settled: true });
    expect(await ledger.audit()).toEqual([]);
  });

  test("a limit towards all bounds what flows to all together", async () => {
    const ledger = createNettingLedger({ alice: 100n });
    limit(ledger, 10n);
    limit(ledger, 8n, "bob");
    expect(owe(ledger, "alice bob 8").answer).toMatchObject({ settled: true });
    expect(owe(ledger, "alice carol 3").answer).toMatchObject({ settled: false });
    expect(await limits(ledger)).toMatchObject({ multilateral: { most: 10n, used: 8n } });
    expect(remove(ledger)).toBe("accepted");
    expect(balance(ledger, "carol")).toBe(3n);
    expect(await limits(ledger)).toEqual({ bilateral: [{ counterparty: ledger.account("bob"), most: 8n, used: 8n }] });
    expect(remove(ledger, "bob")).toBe("accepted");
    expect(await limits(ledger)).toEqual({ bilateral: [] });
  });

  test("setting a limit anew counts from then on", async () => {
    const ledger = createNettingLedger({ alice: 100n });
    limit(ledger, 10n, "bob");
    owe(ledger, "alice bob 10");
    limit(ledger, 10n, "bob");
    expect(owe(ledger, "alice bob 10").answer).toMatchObject({ settled: true });
  });

  test("room that came back is seen although the balance is what it was", () => {
    const ledger = createNettingLedger({ alice: 100n, bob: 100n });
    limit(ledger, 10n, "bob");
    owe(ledger, "alice bob 10");
    owe(ledger, "alice bob 5");
    const pay = { currency: euros, to: ledger.account("carol"), amount: 5n };
    const content = {
      ...pay,
      to: ledger.account("alice"),
      priority: "normal",
      expiresMs: ledger.state.timeMs + 60_000,
    };
    ledger.sendAll([
      { actor: "bob", type: "netting/queuePayment", content },
      { actor: "alice", type: "settlement/pay", content: pay },
    ]);
    expect(balance(ledger, "alice")).toBe(85n);
  });

  test("announces what was set and removed", () => {
    const ledger = createNettingLedger();
    const common = { account: ledger.account("alice"), currency: euros, counterparty: ledger.account("bob") };
    const content = { currency: euros, counterparty: ledger.account("bob") };
    expect(ledger.send("alice", "netting/setLimit", { ...content, most: 0n }).events).toEqual([
      { type: "netting/limitSet", content: { ...common, most: 0n } },
    ]);
    expect(ledger.send("alice", "netting/removeLimit", content).events).toEqual([
      { type: "netting/limitRemoved", content: common },
    ]);
  });

  test("refuses oneself, the unknown, and what was not set", () => {
    const ledger = createNettingLedger();
    expect(limit(ledger, 1n, "alice")).toBe("netting/counterpartyIsPayer");
    expect(limit(ledger, 1n, "nobody")).toBe("accounts/unknownAccount");
    const unknown = { currency: "XXX", most: 1n };
    expect(attempt(ledger, "alice", "netting/setLimit", unknown)).toBe("accounts/unknownCurrency");
    expect(remove(ledger)).toBe("netting/unknownLimit");
    limit(ledger, 1n, "bob");
    expect(remove(ledger)).toBe("netting/unknownLimit");
    expect(remove(ledger, "carol")).toBe("netting/unknownLimit");
  });

  test("an account limits so many counterparties and no more, and is tied while it limits any", () => {
    const ledger = createNettingLedger({}, { "accounts.sponsoredAccountsMax": 100n });
    open(ledger, "dave");
    for (let at = 0; at < 64; at += 1) {
      const counterparty = open(ledger, `other-${at}`);
      const set = { currency: euros, counterparty, most: 1n };
      // A quota of work fills up with time.
      ledger.advance(60_000);
      expect(attempt(ledger, "dave", "netting/setLimit", set)).toBe("accepted");
    }
    const one = { currency: euros, counterparty: ledger.account("alice"), most: 1n };
    expect(attempt(ledger, "dave", "netting/setLimit", one)).toBe("netting/tooManyLimits");
    const again = { currency: euros, counterparty: ledger.account("other-7"), most: 2n };
    expect(attempt(ledger, "dave", "netting/setLimit", again)).toBe("accepted");
    expect(attempt(ledger, "dave", "accounts/closeAccount", {})).toBe("accounts/accountTied");
  });

  test("an item under a limit settles with what comes in at the same time", () => {
    const ledger = createNettingLedger({ alice: 5n, bob: 5n });
    limit(ledger, 2n, "bob");
    expect(settledIn(owe(ledger, "alice bob 5").events)).toEqual([]);
    give(ledger, "carol", 1n);
    expect(balance(ledger, "bob")).toBe(5n);
    owe(ledger, "bob alice 9");
    expect([balance(ledger, "alice"), balance(ledger, "bob")]).toEqual([9n, 1n]);
  });
});
