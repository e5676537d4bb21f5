// Handing in payments: what settles at once, what waits, and what is refused.
import { expect, test } from "vitest";
import { attempt, open } from "#tests/support/accountsLedger.ts";
import type { TestLedger } from "#tests/support/ledger.ts";
import {
  balance,
  createNettingLedger,
  euroSupply,
  euros,
  give,
  lastsMs,
  owe,
  oweTogether,
  paymentOf,
  settledIn,
  waiting,
} from "#tests/support/netting.ts";

const type = "netting/queuePayment";
const tried = (ledger: TestLedger, rest: object, actor = "alice") =>
  attempt(ledger, actor, type, { ...paymentOf(ledger, { from: actor, to: "bob", amount: 1n }), ...rest });

test("settles at once what is affordable and has nothing before it, and leaves no row but totals", async () => {
  const ledger = createNettingLedger({ alice: 10n });
  const content = {
    ...paymentOf(ledger, { from: "alice", to: "bob", amount: 10n }),
    endToEndId: "A 1",
    purpose: "INTC",
  };
  const { code, answer, events } = ledger.send("alice", type, content);
  expect([code, answer]).toEqual([0, { item: 1, settled: true }]);
  const { to, currency, amount, ...terms } = content;
  const legs = [{ from: ledger.account("alice"), to, currency, amount }];
  const shown = { item: 1, legs, ...terms, enteredMs: ledger.state.timeMs };
  expect(events).toEqual([{ type: "netting/itemSettled", content: { ...shown, step: "entry" } }]);
  expect([balance(ledger, "alice"), balance(ledger, "bob")]).toEqual([0n, 10n]);
  expect(await ledger.query("netting/settledTotal", { currency: euros })).toMatchObject({
    entry: { legs: 1, amount: 10n },
    bypass: { legs: 0, amount: 0n },
    credit: { legs: 0, amount: 0n },
    swap: { legs: 0, amount: 0n },
  });
  expect(await ledger.query("netting/queuedTotal", { currency: euros })).toEqual({ legs: 0, amount: 0n });
  expect(await ledger.audit()).toEqual([]);
});

test("queues what is not affordable, and settles it once it is", async () => {
  const ledger = createNettingLedger({ alice: 9n });
  const content = paymentOf(ledger, { from: "alice", to: "bob", amount: 10n });
  const { answer, events } = ledger.send("alice", type, content);
  expect(answer).toEqual({ item: 1, settled: false });
  const { to, currency, amount, ...terms } = content;
  const legs = [{ from: ledger.account("alice"), to, currency, amount }];
  const item = { item: 1, legs, ...terms, enteredMs: ledger.state.timeMs };
  expect(events).toEqual([{ type: "netting/itemQueued", content: item }]);
  expect(await ledger.query("netting/item", { item: 1 })).toEqual(item);
  expect(await ledger.query("netting/position", { currency: euros, account: ledger.account("alice") })).toEqual({
    ...{ balance: 9n, earmarked: { direct: 0n, urgent: 0n }, queuedOut: 10n, queuedIn: 0n },
    ...{ urgentItems: 0, normalItems: 1 },
  });
  expect(await ledger.query("netting/position", { currency: euros, account: to })).toMatchObject({ queuedIn: 10n });
  expect(await ledger.query("netting/queuedTotal", { currency: euros })).toEqual({ legs: 1, amount: 10n });
  expect(await ledger.audit()).toEqual([]);
  give(ledger, "alice", 1n);
  expect([balance(ledger, "alice"), balance(ledger, "bob")]).toEqual([0n, 10n]);
  await expect(ledger.query("netting/item", { item: 1 })).rejects.toThrow();
  expect(await ledger.audit()).toEqual([]);
});

test("a payment waits behind an earlier one of its payer, an urgent one only behind urgent ones", async () => {
  const ledger = createNettingLedger({ alice: 5n });
  owe(ledger, "alice bob 6");
  expect(owe(ledger, "alice bob 1").answer).toEqual({ item: 2, settled: false });
  expect(owe(ledger, "alice bob 1", { priority: "urgent" }).answer).toEqual({ item: 3, settled: true });
  expect(owe(ledger, "alice bob 9", { priority: "urgent" }).answer).toEqual({ item: 4, settled: false });
  expect(owe(ledger, "alice bob 1", { priority: "urgent" }).answer).toEqual({ item: 5, settled: false });
  expect(await waiting(ledger, "alice")).toEqual([4, 5, 1, 2]);
  expect(await ledger.audit()).toEqual([]);
});

test("another currency's queue holds nothing up", () => {
  const ledger = createNettingLedger({ alice: 5n });
  owe(ledger, "alice bob 6");
  expect(owe(ledger, "alice bob 6", { currency: "CNY" }).answer).toEqual({ item: 2, settled: true });
});

test("the expiry lies after the block's time and within the longest wait, both to the millisecond", () => {
  const ledger = createNettingLedger({ alice: 5n }, { "netting.itemMsMost": 3_600_000n });
  const tryLasting = (ms: number) => tried(ledger, { expiresMs: ledger.state.timeMs + 1 + ms });
  expect(tryLasting(0)).toBe("netting/expiryPassed");
  expect(tryLasting(1)).toBe("accepted");
  expect(tryLasting(lastsMs)).toBe("accepted");
  expect(tryLasting(lastsMs + 1)).toBe("netting/expiryTooLate");
});

test("refuses what could never be paid, and changes nothing", () => {
  const ledger = createNettingLedger();
  const frozen = { currency: "CNY", account: ledger.account("carol"), reference: "order 1" };
  ledger.send("cny-issuer", "accounts/freezeAccount", frozen);
  ledger.send("usd-issuer", "accounts/pauseCurrency", { currency: "USD", reference: "order 2" });
  expect(tried(ledger, { to: ledger.account("alice") })).toBe("netting/payeeIsPayer");
  expect(tried(ledger, { to: ledger.account("nobody") })).toBe("accounts/unknownAccount");
  expect(tried(ledger, { currency: "XXX" })).toBe("accounts/unknownCurrency");
  expect(tried(ledger, { currency: "USD" })).toBe("accounts/currencyPaused");
  expect(tried(ledger, { currency: "CNY", to: ledger.account("carol") })).toBe("accounts/balanceFrozen");
  expect(tried(ledger, { currency: "CNY" }, "carol")).toBe("accounts/balanceFrozen");
});

test("refuses more than there is of the currency, to the unit", () => {
  const ledger = createNettingLedger();
  expect(tried(ledger, { amount: euroSupply + 1n })).toBe("netting/amountAboveSupply");
  expect(tried(ledger, { amount: euroSupply })).toBe("accepted");
});

test("no more items wait than may, and the last half of the places is for banks and issuers", async () => {
  const ledger = createNettingLedger({}, { "netting.legsMost": 5n });
  give(ledger, "participant-bank", 1n);
  expect(tried(ledger, {})).toBe("accepted");
  expect(tried(ledger, {})).toBe("accepted");
  expect(tried(ledger, {})).toBe("netting/tooManyItems");
  // What need not wait needs no place.
  give(ledger, "carol", 1n);
  expect(tried(ledger, {}, "carol")).toBe("accepted");
  for (let at = 0; at < 3; at += 1) expect(tried(ledger, { amount: 9n }, "participant-bank")).toBe("accepted");
  expect(tried(ledger, { amount: 9n }, "participant-bank")).toBe("netting/tooManyItems");
  expect(await ledger.audit()).toEqual([]);
});

test("no account fills the places of others: each has its share, and banks eight", async () => {
  const ledger = createNettingLedger({}, { "netting.accountLegsMost": 1n });
  expect(tried(ledger, {})).toBe("accepted");
  expect(tried(ledger, {})).toBe("netting/tooManyOwnItems");
  expect(tried(ledger, {}, "carol")).toBe("accepted");
  for (let at = 0; at < 8; at += 1) expect(tried(ledger, { amount: 9n }, "participant-bank")).toBe("accepted");
  expect(tried(ledger, { amount: 9n }, "participant-bank")).toBe("netting/tooManyOwnItems");
  ledger.send("alice", "netting/cancelItem", { item: 1 });
  expect(tried(ledger, {})).toBe("accepted");
  expect(await ledger.audit()).toEqual([]);
});

test("no more items wait in one queue than may", () => {
  const ledger = createNettingLedger({}, { "netting.queueItemsMost": 2n });
  expect(tried(ledger, {})).toBe("accepted");
  expect(tried(ledger, { priority: "urgent" })).toBe("accepted");
  expect(tried(ledger, {})).toBe("netting/queueFull");
  expect(tried(ledger, { to: ledger.account("carol") }, "bob")).toBe("accepted");
});

test("no more waits in a currency than an amount can hold", () => {
  const ledger = createNettingLedger();
  const most = 2n ** 96n - 1n;
  give(ledger, "carol", most - euroSupply);
  expect(tried(ledger, { amount: most })).toBe("accepted");
  expect(tried(ledger, { amount: 1n })).toBe("netting/queuedTooMuch");
});

test("an account with items that wait is not closed, one that is only paid may be", () => {
  const ledger = createNettingLedger({ alice: 5n });
  open(ledger, "dave");
  open(ledger, "erin");
  owe(ledger, "dave erin 5");
  expect(attempt(ledger, "dave", "accounts/closeAccount", {})).toBe("accounts/accountTied");
  expect(attempt(ledger, "erin", "accounts/closeAccount", {})).toBe("accepted");
  ledger.send("dave", "netting/cancelItem", { item: 1 });
  expect(attempt(ledger, "dave", "accounts/closeAccount", {})).toBe("accepted");
});

test("several payments of one transaction settle, or wait, in their order", () => {
  const ledger = createNettingLedger({ alice: 5n });
  const { answers, events } = oweTogether(ledger, "alice bob 4", "alice bob 2", "bob carol 4", "alice carol 1");
  expect(answers.map((answer) => (answer as { settled: boolean }).settled)).toEqual([true, false, true, false]);
  expect(settledIn(events)).toEqual(["1 entry", "3 entry"]);
});
