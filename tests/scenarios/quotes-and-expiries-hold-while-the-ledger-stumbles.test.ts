// Quotes and expiries where others lost money: executed twice, late while a module stands still, and handed in again.
import { describe, expect, test } from "vitest";
import { read as accounts } from "#src/modules/accounts/access.ts";
import { fx } from "#src/modules/fx/module.ts";
import { oracle } from "#src/modules/oracle/module.ts";
import { settlement } from "#src/modules/settlement/module.ts";
import { saboteur } from "#tests/simulation/pvp/saboteur.ts";
import { createCorridorLedger } from "#tests/support/corridors.ts";
import { execute, nano, publish, taken, tier } from "#tests/support/exchange.ts";
import type { TestLedger } from "#tests/support/ledger.ts";
import { lock } from "#tests/support/locks.ts";
import { balance, bundleId, bundleOf, createNettingLedger } from "#tests/support/netting.ts";

function exchangeLedger(): TestLedger {
  const ledger = createCorridorLedger([oracle, fx, settlement, saboteur]);
  const amount = 100_000_000_000n;
  ledger.send("kzt-issuer", "accounts/issueCurrency", { currency: "KZT", to: ledger.account("uzs-bank"), amount });
  publish(ledger, "uzs-bank", "CNY", "KZT", tier(70n * nano, 71n * nano));
  return ledger;
}

function trip(ledger: TestLedger, module: string): void {
  const { refused } = ledger.send("governor", "saboteur/unbalance", { book: `${module}/test` });
  expect(refused).toBe("machine/breach");
}

function reset(ledger: TestLedger, module: string): void {
  const content = { module, reference: "looked into" };
  expect(ledger.send("governor", "parameters/resetBreaker", content).refused).toBeUndefined();
}

const held = (ledger: TestLedger, alias: string, currency: string) =>
  accounts.balance(ledger.state, currency, ledger.account(alias));

describe("a quote", () => {
  test("that is executed twice delivers once", async () => {
    const ledger = exchangeLedger();
    const { quote } = taken(ledger);
    expect(execute(ledger, quote).refused).toBeUndefined();
    const after = [held(ledger, "kzt-bank", "KZT"), held(ledger, "cny-bank", "CNY")];
    expect(execute(ledger, quote).refused).toBe("fx/quoteClosed");
    expect([held(ledger, "kzt-bank", "KZT"), held(ledger, "cny-bank", "CNY")]).toEqual(after);
    expect(await ledger.audit()).toEqual([]);
  });

  test("whose release waits for a stopped module cannot be executed late, and is released afterwards", async () => {
    const ledger = exchangeLedger();
    const before = held(ledger, "uzs-bank", "KZT");
    const { quote, expiresMs } = taken(ledger);
    trip(ledger, "fx");
    expect(ledger.executeBlock([], { timeMs: expiresMs }).blockEvents).toEqual([]);
    const attempt = ledger.transaction([{ actor: "cny-bank", type: "fx/executeQuote", content: { quote } }]);
    const open = ledger.transaction([
      { actor: "governor", type: "parameters/resetBreaker", content: { module: "fx", reference: "looked into" } },
    ]);
    // The breaker is reset in the very block of the attempt, before the block's own work releases anything.
    const { results, blockEvents } = ledger.executeBlock([open, attempt]);
    expect(results.map(({ refusal }) => refusal?.code)).toEqual([undefined, "fx/quoteExpired"]);
    expect(blockEvents.map(({ type }) => type)).toEqual(["fx/quoteLapsed"]);
    expect(held(ledger, "uzs-bank", "KZT")).toBe(before);
    expect(await ledger.audit()).toEqual([]);
  });
});

describe("a lock", () => {
  test("whose return waits for a stopped module cannot be fulfilled late, and goes back to its payer", async () => {
    const ledger = exchangeLedger();
    const before = held(ledger, "cny-bank", "CNY");
    const { lock: number, expiresMs } = lock(ledger, { from: "cny-bank", to: "kzt-bank" });
    trip(ledger, "settlement");
    ledger.executeBlock([], { timeMs: expiresMs });
    reset(ledger, "settlement");
    expect(held(ledger, "cny-bank", "CNY")).toBe(before);
    expect(ledger.send("kzt-bank", "settlement/fulfilLock", { lock: number }).refused).toBe("settlement/lockClosed");
    expect(await ledger.audit()).toEqual([]);
  });
});

describe("a bundle", () => {
  const owed = [
    { from: "alice", to: "bob", amount: 5n },
    { from: "bob", to: "alice", amount: 3n },
  ];

  test("that has settled is not confirmed again, and its terms settle again by new signatures alone", async () => {
    const ledger = createNettingLedger({ alice: 20n, bob: 20n });
    const terms = bundleOf(ledger, owed);
    const messages = [
      { actor: "alice", type: "netting/proposeBundle", content: terms },
      { actor: "bob", type: "netting/confirmBundle", content: { bundle: bundleId(ledger, "alice", terms) } },
    ];
    const bytes = ledger.transaction(messages);
    expect(ledger.execute(bytes).refused).toBeUndefined();
    expect(ledger.sendAll(messages.slice(1)).refused).toBe("netting/unknownBundle");
    expect(ledger.execute(bytes).refused).toBe("machine/alreadySeen");
    expect([balance(ledger, "alice"), balance(ledger, "bob")]).toEqual([18n, 22n]);
    expect(ledger.sendAll(messages).refused).toBeUndefined();
    expect([balance(ledger, "alice"), balance(ledger, "bob")]).toEqual([16n, 24n]);
    expect(await ledger.audit()).toEqual([]);
  });

  test("of a frozen payer is not remembered when it is refused, and settles once when it comes again", () => {
    const ledger = createNettingLedger({ alice: 20n, bob: 20n });
    const terms = bundleOf(ledger, owed);
    const bytes = ledger.transaction([
      { actor: "alice", type: "netting/proposeBundle", content: terms },
      { actor: "bob", type: "netting/confirmBundle", content: { bundle: bundleId(ledger, "alice", terms) } },
    ]);
    const order = { account: ledger.account("bob"), reference: "order" };
    ledger.send("regulator", "accounts/freezeAccount", order);
    expect(ledger.execute(bytes).refused).toBe("accounts/accountFrozen");
    ledger.send("regulator", "accounts/unfreezeAccount", order);
    expect(ledger.execute(bytes).refused).toBeUndefined();
    expect(ledger.execute(bytes).refused).toBe("machine/alreadySeen");
    expect([balance(ledger, "alice"), balance(ledger, "bob")]).toEqual([18n, 22n]);
  });
});
