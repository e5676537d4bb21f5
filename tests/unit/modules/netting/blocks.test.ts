// The end of a block: gridlock is resolved step by step, what expired goes, and nothing idle changes anything.
import { describe, expect, test } from "vitest";
import { open } from "#tests/support/accountsLedger.ts";
import type { TestLedger } from "#tests/support/ledger.ts";
import {
  balance,
  bundleId,
  bundleOf,
  createNettingLedger,
  euros,
  give,
  lastsMs,
  owe,
  paymentOf,
  settledIn,
  waiting,
} from "#tests/support/netting.ts";

/** Makes a block of payments, each a transaction of its own, and tells what its end settled. */
function block(ledger: TestLedger, ...texts: readonly string[]): string[] {
  const transactions = texts.map((text) => {
    const [from = "", to = "", amount = "0", priority = "normal"] = text.split(" ");
    const content = paymentOf(ledger, { from, to, amount: BigInt(amount) }, { priority });
    return ledger.transaction([{ actor: from, type: "netting/queuePayment", content }]);
  });
  return settledIn(ledger.executeBlock(transactions).blockEvents);
}

const totals = (ledger: TestLedger) => ledger.query("netting/settledTotal", { currency: euros });

describe("gridlock", () => {
  test("of two payers is resolved bilaterally, without any money", async () => {
    const ledger = createNettingLedger();
    expect(block(ledger, "alice bob 7", "bob alice 7")).toEqual(["1 bilateral", "2 bilateral"]);
    expect(await totals(ledger)).toMatchObject({ bilateral: { legs: 2, amount: 14n } });
    expect(await ledger.audit()).toEqual([]);
  });

  test("of a ring is resolved multilaterally, without any money", async () => {
    const ledger = createNettingLedger();
    const settled = block(ledger, "alice bob 7", "bob carol 7", "carol alice 7");
    expect(settled).toEqual(["1 multilateral", "2 multilateral", "3 multilateral"]);
    expect(await totals(ledger)).toMatchObject({ multilateral: { legs: 3, amount: 21n } });
    expect(await ledger.audit()).toEqual([]);
  });

  test("moves only what each owes net", () => {
    const ledger = createNettingLedger({ alice: 2n });
    block(ledger, "bob carol 9", "carol alice 8", "alice bob 10");
    expect([balance(ledger, "alice"), balance(ledger, "bob"), balance(ledger, "carol")]).toEqual([0n, 1n, 1n]);
  });

  test("ends as far as the money reaches, and the rest goes on waiting in its order", async () => {
    const ledger = createNettingLedger({ alice: 1n });
    expect(block(ledger, "bob alice 3", "alice bob 4", "alice bob 2", "bob alice 9")).toEqual([
      "1 bilateral",
      "2 bilateral",
    ]);
    expect([await waiting(ledger, "alice"), await waiting(ledger, "bob")]).toEqual([[3], [4]]);
    expect(await ledger.audit()).toEqual([]);
  });

  test("goes payer by payer where each is affordable alone once another has paid", () => {
    const ledger = createNettingLedger();
    block(ledger, "alice bob 5", "bob carol 5");
    const { refused, events } = ledger.send("eur-issuer", "accounts/issueCurrency", {
      ...{ currency: euros, to: ledger.account("alice"), amount: 5n },
    });
    expect([refused, settledIn(events)]).toEqual([undefined, []]);
    expect(balance(ledger, "carol")).toBe(5n);
  });
});

describe("passing", () => {
  test("settles a later item that is affordable, the largest first, and looks at the queues again", async () => {
    const ledger = createNettingLedger({ alice: 5n }, { "netting.bypassItemsMost": 10n });
    expect(block(ledger, "alice bob 9", "alice bob 2", "alice carol 4")).toEqual(["3 bypass"]);
    expect(await waiting(ledger, "alice")).toEqual([1, 2]);
    expect(ledger.machine.hasUnfinishedWork).toBe(true);
    ledger.advance(1_000);
    expect(ledger.machine.hasUnfinishedWork).toBe(false);
    expect(await totals(ledger)).toMatchObject({ bypass: { legs: 1, amount: 4n } });
    expect(await ledger.audit()).toEqual([]);
  });

  test("passes nothing of higher priority", () => {
    const ledger = createNettingLedger({ alice: 5n }, { "netting.bypassItemsMost": 10n });
    expect(block(ledger, "alice bob 9 urgent", "alice bob 2")).toEqual([]);
    expect(block(ledger, "alice bob 3 urgent")).toEqual(["3 bypass"]);
  });

  test("settles so many items and no more, and one without money takes nobody's place", () => {
    const of = (most: bigint) => {
      const ledger = createNettingLedger({ alice: 5n }, { "netting.bypassItemsMost": most });
      return block(ledger, "alice bob 9", "alice bob 3", "alice bob 2");
    };
    expect([of(0n), of(1n), of(2n)]).toEqual([[], ["2 bypass"], ["2 bypass", "3 bypass"]]);
  });

  test("what it brings in may let others settle in their order", () => {
    const ledger = createNettingLedger({ alice: 4n }, { "netting.bypassItemsMost": 10n });
    const settled = block(ledger, "alice carol 9", "bob carol 4", "alice bob 4");
    expect(settled).toEqual(["3 bypass", "2 multilateral"]);
  });
});

describe("expiry", () => {
  test("comes at the very millisecond, and takes a bundle with all of its legs", async () => {
    const ledger = createNettingLedger();
    const terms = bundleOf(ledger, [
      { from: "alice", to: "bob", amount: 1n },
      { from: "bob", to: "alice", amount: 2n ** 20n, currency: "KZT" },
    ]);
    ledger.send("kzt-issuer", "accounts/issueCurrency", {
      ...{ currency: "KZT", to: ledger.account("carol"), amount: 2n ** 20n },
    });
    ledger.send("alice", "netting/proposeBundle", terms);
    ledger.send("bob", "netting/confirmBundle", { bundle: bundleId(ledger, "alice", terms) });
    const shown = await ledger.query("netting/item", { item: 1 });
    expect(ledger.executeBlock([], { timeMs: terms.expiresMs - 1 }).blockEvents).toEqual([]);
    expect(ledger.executeBlock([], { timeMs: terms.expiresMs }).blockEvents).toEqual([
      { type: "netting/itemExpired", content: shown },
    ]);
    expect([await waiting(ledger, "alice"), await waiting(ledger, "bob", "KZT")]).toEqual([[], []]);
    expect(await ledger.audit()).toEqual([]);
  });

  test("comes before money that arrives in the same block", () => {
    const ledger = createNettingLedger();
    owe(ledger, "alice bob 5", { expiresMs: ledger.state.timeMs + 1_000 });
    const content = { currency: euros, to: ledger.account("alice"), amount: 5n };
    const late = ledger.transaction([{ actor: "eur-issuer", type: "accounts/issueCurrency", content }]);
    const { blockEvents } = ledger.executeBlock([late], { timeMs: ledger.state.timeMs + 1_000 });
    expect(blockEvents.map(({ type }) => type)).toEqual(["netting/itemExpired"]);
    expect(balance(ledger, "alice")).toBe(5n);
  });

  test("of a proposal voids it for all its payers, and one withdrawn before leaves nothing to expire", async () => {
    const ledger = createNettingLedger();
    const legs = [
      { from: "alice", to: "bob", amount: 1n },
      { from: "bob", to: "alice", amount: 1n, currency: "CNY" },
    ];
    const [kept, dropped] = [bundleOf(ledger, legs, "urgent"), bundleOf(ledger, legs)];
    ledger.send("alice", "netting/proposeBundle", kept);
    ledger.send("alice", "netting/proposeBundle", dropped);
    ledger.send("bob", "netting/withdrawBundle", { bundle: bundleId(ledger, "alice", dropped) });
    expect(ledger.advance(lastsMs).blockEvents).toEqual([
      { type: "netting/bundleExpired", content: { bundle: bundleId(ledger, "alice", kept) } },
    ]);
    expect(await ledger.query("netting/bundles")).toEqual({ items: [] });
    expect(await ledger.audit()).toEqual([]);
  });
});

describe("what cannot be paid for another reason than money", () => {
  const retries = { "netting.retryBlocks": 4n };
  const waitForRetry = (ledger: TestLedger) => {
    const settled: string[] = [];
    for (let blocks = 0; blocks < 4; blocks += 1) settled.push(...settledIn(ledger.advance(1_000).blockEvents));
    return settled;
  };

  test("is left out, breaks no settlement of others, and is tried again when the freeze has ended", async () => {
    const ledger = createNettingLedger({}, retries);
    block(ledger, "alice bob 5", "alice carol 1");
    const freeze = { account: ledger.account("bob"), reference: "order 1" };
    ledger.send("regulator", "accounts/freezeAccount", freeze);
    // Bob's item is left out, so that what stands behind it goes on.
    expect(block(ledger, "carol alice 1")).toEqual(["2 bilateral", "3 bilateral"]);
    give(ledger, "alice", 5n);
    expect(waitForRetry(ledger)).toEqual([]);
    ledger.send("regulator", "accounts/unfreezeAccount", { account: ledger.account("bob"), reference: "order 2" });
    waitForRetry(ledger);
    expect([balance(ledger, "alice"), balance(ledger, "bob")]).toEqual([0n, 5n]);
    expect(await ledger.audit()).toEqual([]);
  });

  test("waits while the payer's balance is frozen", async () => {
    const ledger = createNettingLedger({ alice: 1n }, retries);
    block(ledger, "alice bob 7");
    const freeze = { account: ledger.account("alice"), currency: euros, reference: "order 2" };
    ledger.send("eur-issuer", "accounts/freezeAccount", freeze);
    expect(block(ledger, "bob carol 7", "carol bob 7")).toEqual(["2 bilateral", "3 bilateral"]);
    expect(await waiting(ledger, "alice")).toEqual([1]);
  });

  test("waits while the currency is paused, and settles after the pause", async () => {
    const ledger = createNettingLedger({}, retries);
    block(ledger, "alice bob 7", "bob carol 7");
    const content = paymentOf(ledger, { from: "carol", to: "alice", amount: 7n });
    // The last payment of the ring and the pause come in one block.
    ledger.executeBlock([
      ledger.transaction([{ actor: "carol", type: "netting/queuePayment", content }]),
      ledger.transaction([
        { actor: "eur-issuer", type: "accounts/pauseCurrency", content: { currency: euros, reference: "order 3" } },
      ]),
    ]);
    expect(waitForRetry(ledger)).toEqual([]);
    ledger.send("eur-issuer", "accounts/resumeCurrency", { currency: euros, reference: "order 4" });
    waitForRetry(ledger);
    expect(await totals(ledger)).toMatchObject({ multilateral: { legs: 3, amount: 21n } });
  });

  test("never holds up a payee's closed account", () => {
    const ledger = createNettingLedger({}, retries);
    open(ledger, "dave");
    block(ledger, "alice dave 5", "alice bob 1");
    ledger.send("dave", "accounts/closeAccount", {});
    give(ledger, "alice", 5n);
    expect([balance(ledger, "alice"), balance(ledger, "bob")]).toEqual([4n, 1n]);
    expect(ledger.faults).toEqual([]);
  });
});

describe("idleness", () => {
  test("changes no state while nothing can be settled, whatever is left out", () => {
    const ledger = createNettingLedger({ alice: 1n }, { "netting.retryBlocks": 2n });
    block(ledger, "alice bob 5", "bob carol 3", "carol bob 1");
    ledger.send("regulator", "accounts/freezeAccount", { account: ledger.account("carol"), reference: "order 1" });
    ledger.advance(1_000);
    const digest = ledger.digest();
    for (let blocks = 0; blocks < 5; blocks += 1) expect(ledger.advance(1_000).blockEvents).toEqual([]);
    expect(ledger.digest()).toBe(digest);
    expect(ledger.machine.hasUnfinishedWork).toBe(false);
  });

  test("leaves no row behind but totals and the next number", async () => {
    const ledger = createNettingLedger();
    const rows = async () => {
      const keys: string[] = [];
      for await (const { key } of ledger.state.scanRows({ prefix: "netting/" })) keys.push(key);
      return keys;
    };
    block(ledger, "alice bob 7", "bob alice 7");
    ledger.advance(lastsMs + 1);
    expect(await rows()).toEqual(["netting/item-expiry/size", "netting/next-item", "netting/settled/EUR"]);
  });

  test("ends when money comes from outside the queues, by whatever way", () => {
    const ledger = createNettingLedger({ bob: 5n });
    block(ledger, "alice carol 5");
    ledger.send("bob", "settlement/pay", { currency: euros, to: ledger.account("alice"), amount: 5n });
    expect(balance(ledger, "carol")).toBe(5n);
  });
});
