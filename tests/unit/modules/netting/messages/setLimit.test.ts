// Bounds on what flows out net, to one counterparty or to all.
import { describe, expect, test } from "vitest";
import { attempt, open } from "#tests/support/accountsLedger.ts";
import type { TestLedger } from "#tests/support/ledger.ts";
import { balance, createNettingLedger, euros, give, owe, settledIn, waiting } from "#tests/support/netting.ts";

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
