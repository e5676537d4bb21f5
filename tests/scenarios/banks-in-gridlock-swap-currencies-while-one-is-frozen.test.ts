// Banks without money owe each other in a ring and in two currencies at once; one of them is frozen midway, and all ends well.
import { expect, test } from "vitest";
import type { TestLedger } from "#tests/support/ledger.ts";
import { balance, bundleId, bundleOf, createNettingLedger, euros, give, owe, waiting } from "#tests/support/netting.ts";

const dollars = "SGD";
const banks = ["alice", "bob", "carol"];
const holdings = (ledger: TestLedger, currency: string) => banks.map((bank) => balance(ledger, bank, currency));

/** Alice sells euros to Bob for Singapore dollars: neither has any. */
function exchange(ledger: TestLedger): string {
  const terms = bundleOf(ledger, [
    { from: "alice", to: "bob", amount: 100n },
    { from: "bob", to: "alice", amount: 150n, currency: dollars },
  ]);
  ledger.sendAll([
    { actor: "alice", type: "netting/proposeBundle", content: terms },
    { actor: "bob", type: "netting/confirmBundle", content: { bundle: bundleId(ledger, "alice", terms) } },
  ]);
  return bundleId(ledger, "alice", terms);
}

test("what nobody could begin settles as one, once the bank that was kept out is back", async () => {
  const ledger = createNettingLedger({}, { "netting.retryBlocks": 2n });
  give(ledger, "sgd-issuer", 1_000n, dollars);
  exchange(ledger);
  owe(ledger, "bob carol 100");
  owe(ledger, "alice carol 150", { currency: dollars });
  expect(await waiting(ledger, "alice")).toEqual([1]);

  ledger.send("regulator", "accounts/freezeAccount", { account: ledger.account("bob"), reference: "order 7" });
  give(ledger, "alice", 100n);
  // With Bob out of it, Alice's euros stay where they are, and no leg has moved without the other.
  expect([holdings(ledger, euros), holdings(ledger, dollars)]).toEqual([
    [100n, 0n, 0n],
    [0n, 0n, 0n],
  ]);

  ledger.send("regulator", "accounts/unfreezeAccount", { account: ledger.account("bob"), reference: "order 7" });
  give(ledger, "bob", 150n, dollars);
  ledger.advance(1_000);
  ledger.advance(1_000);
  expect([holdings(ledger, euros), holdings(ledger, dollars)]).toEqual([
    [0n, 0n, 100n],
    [0n, 0n, 150n],
  ]);
  for (const bank of banks)
    expect([await waiting(ledger, bank), await waiting(ledger, bank, dollars)]).toEqual([[], []]);
  expect(await ledger.audit()).toEqual([]);
});

test("what is frozen until it expires leaves both legs unpaid, and the ring behind it goes on", async () => {
  const ledger = createNettingLedger();
  give(ledger, "sgd-issuer", 1_000n, dollars);
  exchange(ledger);
  ledger.send("regulator", "accounts/freezeAccount", { account: ledger.account("bob"), reference: "order 8" });
  give(ledger, "alice", 100n);
  owe(ledger, "alice carol 60");
  expect(holdings(ledger, euros)).toEqual([40n, 0n, 60n]);
  ledger.advance(3_600_000);
  ledger.send("regulator", "accounts/unfreezeAccount", { account: ledger.account("bob"), reference: "order 8" });
  give(ledger, "bob", 150n, dollars);
  ledger.advance(1_000);
  expect([holdings(ledger, euros), holdings(ledger, dollars)]).toEqual([
    [40n, 0n, 60n],
    [0n, 150n, 0n],
  ]);
  expect(await ledger.audit()).toEqual([]);
});
