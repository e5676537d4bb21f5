// Bundles: proposed by one payer, confirmed by the others, void for all legs together.
import { expect, test } from "vitest";
import { attempt, open } from "#tests/support/accountsLedger.ts";
import type { TestLedger } from "#tests/support/ledger.ts";
import {
  balance,
  bundleId,
  bundleOf,
  createNettingLedger,
  euros,
  give,
  owe,
  settledIn,
  waiting,
} from "#tests/support/netting.ts";

const propose = "netting/proposeBundle";
const confirm = "netting/confirmBundle";
const withdraw = "netting/withdrawBundle";
/** Payment versus payment: Alice's euros for Bob's yuan. */
const exchange = (ledger: TestLedger, amount = 10n) =>
  bundleOf(ledger, [
    { from: "alice", to: "bob", amount },
    { from: "bob", to: "alice", amount: 70n, currency: "CNY" },
  ]);

test("two payers sign one transaction, and both legs settle at once", async () => {
  const ledger = createNettingLedger({ alice: 10n });
  const [yuanOfAlice, yuanOfBob] = [balance(ledger, "alice", "CNY"), balance(ledger, "bob", "CNY")];
  const terms = exchange(ledger);
  const bundle = bundleId(ledger, "alice", terms);
  const { code, answers, events } = ledger.sendAll([
    { actor: "alice", type: propose, content: terms },
    { actor: "bob", type: confirm, content: { bundle } },
  ]);
  expect(code).toBe(0);
  expect(answers).toEqual([
    { bundle, settled: false },
    { item: 1, settled: true },
  ]);
  expect(events.map(({ type }) => type)).toEqual([
    "netting/bundleProposed",
    "netting/bundleConfirmed",
    "netting/itemSettled",
    "netting/bundleCompleted",
  ]);
  expect([balance(ledger, "alice"), balance(ledger, "bob")]).toEqual([0n, 10n]);
  expect([balance(ledger, "alice", "CNY"), balance(ledger, "bob", "CNY")]).toEqual([
    yuanOfAlice + 70n,
    yuanOfBob - 70n,
  ]);
  expect(await ledger.query("netting/settledTotals")).toMatchObject({
    items: [
      { currency: "CNY", entry: { legs: 1, amount: 70n } },
      { currency: "EUR", entry: { legs: 1, amount: 10n } },
    ],
  });
  expect(await ledger.audit()).toEqual([]);
});

test("payers confirm one after the other; until the last has, nothing is queued", async () => {
  const ledger = createNettingLedger();
  const terms = bundleOf(ledger, [
    { from: "alice", to: "bob", amount: 3n },
    { from: "bob", to: "carol", amount: 3n },
    { from: "carol", to: "alice", amount: 2n },
  ]);
  const bundle = bundleId(ledger, "alice", terms);
  expect(ledger.send("alice", propose, terms).answer).toEqual({ bundle, settled: false });
  const waitsFor = [ledger.account("bob"), ledger.account("carol")];
  const shown = { bundle, proposer: ledger.account("alice"), ...terms, waitsFor };
  expect(await ledger.query("netting/bundle", { bundle })).toEqual(shown);
  expect(ledger.send("carol", confirm, { bundle }).answer).toEqual({ settled: false });
  expect(await ledger.query("netting/bundles")).toEqual({ items: [{ ...shown, waitsFor: waitsFor.slice(0, 1) }] });
  expect(await waiting(ledger, "alice")).toEqual([]);
  expect(await ledger.audit()).toEqual([]);
  expect(ledger.send("bob", confirm, { bundle }).answer).toEqual({ item: 1, settled: false });
  expect(await ledger.query("netting/bundles")).toEqual({ items: [] });
  for (const alias of ["alice", "bob", "carol"]) expect(await waiting(ledger, alias)).toEqual([1]);
  expect(await ledger.audit()).toEqual([]);
  // Alice lacks one euro net.
  give(ledger, "alice", 1n);
  expect([balance(ledger, "alice"), balance(ledger, "carol")]).toEqual([0n, 1n]);
});

test("a bundle takes its place in the queues when it is complete, not when it was proposed", async () => {
  const ledger = createNettingLedger();
  const terms = exchange(ledger);
  ledger.send("alice", propose, terms);
  owe(ledger, "alice carol 1");
  ledger.send("bob", confirm, { bundle: bundleId(ledger, "alice", terms) });
  expect(await waiting(ledger, "alice")).toEqual([1, 2]);
  expect(await waiting(ledger, "bob", "CNY")).toEqual([2]);
});

test("a bundle of one payer needs nobody else", () => {
  const ledger = createNettingLedger({ alice: 10n });
  const terms = bundleOf(ledger, [
    { from: "alice", to: "bob", amount: 6n },
    { from: "alice", to: "carol", amount: 4n },
  ]);
  const first = ledger.send("alice", propose, terms);
  expect(first.answer).toEqual({ bundle: bundleId(ledger, "alice", terms), item: 1, settled: true });
  expect(ledger.send("alice", propose, terms).answer).toMatchObject({ item: 2, settled: false });
  expect([balance(ledger, "bob"), balance(ledger, "carol")]).toEqual([6n, 4n]);
});

test("refuses who is no payer, terms that are open already, and what is not sound in any leg", () => {
  const ledger = createNettingLedger();
  const terms = exchange(ledger);
  const refusedLeg = (leg: object) => attempt(ledger, "alice", propose, { ...terms, legs: [terms.legs[0], leg] });
  expect(attempt(ledger, "carol", propose, terms)).toBe("netting/notPayer");
  expect(refusedLeg({ ...terms.legs[1], from: ledger.account("alice") })).toBe("netting/payeeIsPayer");
  expect(refusedLeg({ ...terms.legs[1], from: ledger.account("nobody") })).toBe("accounts/unknownAccount");
  expect(refusedLeg({ ...terms.legs[1], amount: 2n ** 95n })).toBe("netting/amountAboveSupply");
  expect(attempt(ledger, "alice", propose, { ...terms, expiresMs: ledger.state.timeMs })).toBe("netting/expiryPassed");
  expect(attempt(ledger, "alice", propose, terms)).toBe("accepted");
  expect(attempt(ledger, "alice", propose, terms)).toBe("netting/bundleOpen");
  // The same legs proposed by the other are other terms: each is confirmed on its own.
  expect(attempt(ledger, "bob", propose, terms)).toBe("accepted");
});

test("refuses confirmations of strangers, of the proposer, and twice", () => {
  const ledger = createNettingLedger();
  const terms = bundleOf(ledger, [
    { from: "alice", to: "bob", amount: 3n },
    { from: "bob", to: "carol", amount: 3n },
    { from: "carol", to: "alice", amount: 2n },
  ]);
  const bundle = bundleId(ledger, "alice", terms);
  expect(attempt(ledger, "bob", confirm, { bundle })).toBe("netting/unknownBundle");
  ledger.send("alice", propose, terms);
  expect(attempt(ledger, "governor", confirm, { bundle })).toBe("netting/notPayer");
  expect(attempt(ledger, "alice", confirm, { bundle })).toBe("netting/alreadyConfirmed");
  expect(attempt(ledger, "bob", confirm, { bundle })).toBe("accepted");
  expect(attempt(ledger, "bob", confirm, { bundle })).toBe("netting/alreadyConfirmed");
});

test("a confirmation in the block of the expiry comes too late, by the block's time", () => {
  const ledger = createNettingLedger();
  const terms = { ...exchange(ledger), expiresMs: ledger.state.timeMs + 10_000 };
  const bundle = bundleId(ledger, "alice", terms);
  ledger.send("alice", propose, terms);
  const late = ledger.transaction([{ actor: "bob", type: confirm, content: { bundle } }]);
  const { results, blockEvents } = ledger.executeBlock([late], { timeMs: terms.expiresMs });
  expect(results[0]?.refusal?.code).toBe("netting/expiryPassed");
  expect(blockEvents).toEqual([{ type: "netting/bundleExpired", content: { bundle } }]);
  expect(attempt(ledger, "bob", confirm, { bundle })).toBe("netting/unknownBundle");
});

test("any payer withdraws, for all legs together; nobody else does", async () => {
  const ledger = createNettingLedger();
  const terms = exchange(ledger);
  const bundle = bundleId(ledger, "alice", terms);
  expect(attempt(ledger, "bob", withdraw, { bundle })).toBe("netting/unknownBundle");
  ledger.send("alice", propose, terms);
  expect(attempt(ledger, "carol", withdraw, { bundle })).toBe("netting/notPayer");
  const before = await ledger.query("netting/bundles");
  expect(before).toMatchObject({ items: [{ bundle }] });
  expect(ledger.send("bob", withdraw, { bundle }).events).toEqual([
    { type: "netting/bundleWithdrawn", content: { bundle, by: ledger.account("bob") } },
  ]);
  expect(await ledger.query("netting/bundles")).toEqual({ items: [] });
  expect(attempt(ledger, "bob", confirm, { bundle })).toBe("netting/unknownBundle");
  expect(await ledger.audit()).toEqual([]);
});

test("an account has only so many proposals open, and they take up places", async () => {
  const ledger = createNettingLedger({}, { "netting.proposalsMost": 2n, "netting.legsMost": 12n });
  const offer = (actor: string, amount: bigint) => {
    const other = actor === "alice" ? "bob" : "alice";
    const legs = [
      { from: actor, to: other, amount },
      { from: other, to: actor, amount: 70n, currency: "CNY" },
    ];
    return attempt(ledger, actor, propose, bundleOf(ledger, legs));
  };
  expect([offer("alice", 1n), offer("alice", 2n)]).toEqual(["accepted", "accepted"]);
  expect(offer("alice", 3n)).toBe("netting/tooManyProposals");
  expect([offer("bob", 1n), offer("bob", 2n)]).toEqual(["accepted", "netting/tooManyItems"]);
  expect(await ledger.audit()).toEqual([]);
});

test("a proposal counts against its proposer, and when it is complete against who pays", async () => {
  const ledger = createNettingLedger({}, { "netting.accountLegsMost": 2n });
  const terms = exchange(ledger, 1n);
  const bundle = bundleId(ledger, "alice", terms);
  expect(attempt(ledger, "alice", propose, terms)).toBe("accepted");
  expect(attempt(ledger, "alice", propose, exchange(ledger, 2n))).toBe("netting/tooManyOwnItems");
  for (let at = 0; at < 2; at += 1) expect(owe(ledger, "bob carol 5").refused).toBeUndefined();
  // What it would pay of the bundle is more than Bob may have waiting.
  const before = ledger.digest();
  expect(attempt(ledger, "bob", confirm, { bundle })).toBe("netting/tooManyOwnItems");
  expect(ledger.digest()).toBe(before);
  ledger.send("bob", "netting/cancelItem", { item: 1 });
  expect(attempt(ledger, "bob", confirm, { bundle })).toBe("accepted");
  expect(await waiting(ledger, "alice")).toEqual([3]);
  expect(owe(ledger, "alice carol 5").refused).toBeUndefined();
  expect(owe(ledger, "alice carol 5").refused).toBe("netting/tooManyOwnItems");
  expect(await ledger.audit()).toEqual([]);
});

test("the proposer's account is not closed while its proposal waits", () => {
  const ledger = createNettingLedger();
  open(ledger, "dave");
  const terms = bundleOf(ledger, [
    { from: "dave", to: "bob", amount: 1n },
    { from: "bob", to: "dave", amount: 70n, currency: "CNY" },
  ]);
  ledger.send("dave", propose, terms);
  expect(attempt(ledger, "dave", "accounts/closeAccount", {})).toBe("accounts/accountTied");
  ledger.send("dave", withdraw, { bundle: bundleId(ledger, "dave", terms) });
  expect(attempt(ledger, "dave", "accounts/closeAccount", {})).toBe("accepted");
});

test("a bundle's legs settle together with what others queue, and in no other way", async () => {
  const ledger = createNettingLedger();
  const terms = bundleOf(ledger, [
    { from: "alice", to: "bob", amount: 5n },
    { from: "bob", to: "carol", amount: 7n },
  ]);
  ledger.send("alice", propose, terms);
  ledger.send("bob", confirm, { bundle: bundleId(ledger, "alice", terms) });
  expect(await waiting(ledger, "bob")).toEqual([1]);
  // Carol's payment closes the ring for five of the seven; Bob is still two short.
  expect(settledIn(owe(ledger, "carol alice 5").events)).toEqual([]);
  expect([balance(ledger, "alice"), balance(ledger, "bob"), balance(ledger, "carol")]).toEqual([0n, 0n, 0n]);
  give(ledger, "bob", 2n);
  expect([balance(ledger, "alice"), balance(ledger, "bob"), balance(ledger, "carol")]).toEqual([0n, 0n, 2n]);
  expect(await ledger.query("netting/settledTotal", { currency: euros })).toMatchObject({
    multilateral: { legs: 3, amount: 17n },
  });
});

test("cancelling a queued bundle frees all of its queues", async () => {
  const ledger = createNettingLedger({ bob: 1n });
  const terms = exchange(ledger);
  ledger.send("alice", propose, terms);
  ledger.send("bob", confirm, { bundle: bundleId(ledger, "alice", terms) });
  expect(attempt(ledger, "carol", "netting/cancelItem", { item: 1 })).toBe("netting/notPayer");
  expect(attempt(ledger, "bob", "netting/changePriority", { item: 1, priority: "urgent" })).toBe(
    "netting/priorityAgreed",
  );
  expect(attempt(ledger, "bob", "netting/cancelItem", { item: 1 })).toBe("accepted");
  expect([await waiting(ledger, "alice"), await waiting(ledger, "bob", "CNY")]).toEqual([[], []]);
  expect(await ledger.audit()).toEqual([]);
});
