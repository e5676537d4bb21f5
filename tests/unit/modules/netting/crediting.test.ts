// Credit in the ladder of queues: the least that makes urgent items settle, from the bank's own line first, and nothing else.
import { describe, expect, test } from "vitest";
import { read as accounts } from "#src/modules/accounts/access.ts";
import {
  automatic,
  block,
  createCreditLedger,
  draw,
  grant,
  grantUnsecured,
  setOnwardLimit,
  withSwapLine,
} from "#tests/support/intradayCredit.ts";
import type { TestLedger } from "#tests/support/ledger.ts";
import { balance, bundleId, bundleOf, give, settledIn } from "#tests/support/netting.ts";
import { statePrices } from "#tests/support/prices.ts";
import { dayMs } from "#tests/support/swapLines.ts";

const settled = (ledger: TestLedger, ...texts: readonly string[]) => settledIn(block(ledger, ...texts));
const owed = async (ledger: TestLedger, alias = "alice", currency = "KZT") => {
  const { debts } = (await ledger.query("intraday-credit/debts", { currency, account: ledger.account(alias) })) as {
    readonly debts: readonly { readonly kind: string; readonly amount?: bigint }[];
  };
  return debts.map(({ kind, amount }) => (amount === undefined ? kind : `${kind} ${amount}`));
};

describe("credit", () => {
  test("is drawn for an urgent item, as much as it lacks and no more", async () => {
    const ledger = createCreditLedger({ KZT: { alice: 30n }, CNY: { alice: 100n } });
    grant(ledger);
    automatic(ledger, { credit: true });
    expect(settled(ledger, "alice bob 100")).toEqual(["1 credit"]);
    expect(await owed(ledger)).toEqual(["credit 70"]);
    expect([balance(ledger, "alice", "KZT"), balance(ledger, "bob", "KZT")]).toEqual([0n, 100n]);
    expect(balance(ledger, "alice", "CNY")).toBe(98n);
    expect(await ledger.query("netting/settledTotal", { currency: "KZT" })).toMatchObject({
      credit: { legs: 1, amount: 100n },
      swap: { legs: 0, amount: 0n },
    });
    expect(await ledger.audit()).toEqual([]);
    expect(ledger.faults).toEqual([]);
  });

  test("is not drawn for normal items, nor without the bank's word, nor for what would not settle even with it", async () => {
    const ledger = createCreditLedger();
    grantUnsecured(ledger, { limit: 99n });
    expect(settled(ledger, "alice bob 50")).toEqual([]);
    automatic(ledger, { credit: true });
    expect(await owed(ledger)).toEqual(["credit 50"]);
    expect(settled(ledger, "alice bob 10 normal", "alice bob 50 urgent")).toEqual([]);
    expect(await owed(ledger)).toEqual(["credit 50"]);
    expect(settled(ledger, "alice bob 49 urgent")).toEqual([]);
    expect(await ledger.audit()).toEqual([]);
  });

  test("covers only what payers owe each other net", async () => {
    const ledger = createCreditLedger();
    for (const bank of ["alice", "bob"]) {
      grantUnsecured(ledger, { bank });
      automatic(ledger, { credit: true }, bank);
    }
    expect(settled(ledger, "alice bob 100", "bob alice 90")).toEqual(["1 credit", "2 multilateral"]);
    expect([await owed(ledger), await owed(ledger, "bob")]).toEqual([["credit 10"], []]);
  });

  test("lets a bank pay that lacks it only until it is paid", async () => {
    const ledger = createCreditLedger();
    grantUnsecured(ledger);
    automatic(ledger, { credit: true });
    expect(settled(ledger, "alice bob 100", "bob carol 100")).toEqual(["1 credit", "2 multilateral"]);
    expect(await owed(ledger)).toEqual(["credit 100"]);
  });

  test("is drawn for so many banks in one block and no more", async () => {
    const ledger = createCreditLedger({}, { "netting.creditDrawsMost": 1n });
    for (const bank of ["alice", "bob"]) {
      grantUnsecured(ledger, { bank });
      automatic(ledger, { credit: true }, bank);
    }
    expect(settled(ledger, "alice carol 5", "bob carol 6")).toEqual(["1 credit"]);
    expect(settledIn(ledger.executeBlock([]).blockEvents)).toEqual(["2 credit"]);
    expect([await owed(ledger), await owed(ledger, "bob")]).toEqual([["credit 5"], ["credit 6"]]);
  });

  test("is repaid first from what comes in, before anything is paid of it, and its collateral returns", async () => {
    const ledger = createCreditLedger({ CNY: { alice: 100n } });
    grant(ledger);
    automatic(ledger, { credit: true });
    block(ledger, "alice bob 70");
    const supply = accounts.supply(ledger.state, "KZT");
    give(ledger, "alice", 40n, "KZT");
    expect(await owed(ledger)).toEqual(["credit 30"]);
    expect(accounts.supply(ledger.state, "KZT")).toBe(supply);
    // What came in repays; what waits is paid with new credit, in the same block.
    expect(settled(ledger, "alice bob 20")).toEqual(["2 credit"]);
    expect(await owed(ledger)).toEqual(["credit 30", "credit 20"]);
    give(ledger, "alice", 60n, "KZT");
    expect(await owed(ledger)).toEqual([]);
    expect([balance(ledger, "alice", "KZT"), balance(ledger, "alice", "CNY")]).toEqual([10n, 100n]);
    expect(await ledger.audit()).toEqual([]);
  });

  test("leaves what the bank has earmarked: neither repaid from it, nor pledged", async () => {
    const ledger = createCreditLedger({ CNY: { alice: 100n } });
    grant(ledger);
    automatic(ledger, { credit: true });
    ledger.send("alice", "netting/setEarmarks", { currency: "CNY", direct: 60n, urgent: 39n });
    ledger.send("alice", "netting/setEarmarks", { currency: "KZT", direct: 10n, urgent: 0n });
    expect(settled(ledger, "alice bob 64")).toEqual([]);
    expect(settled(ledger, "alice carol 53")).toEqual([]);
    ledger.send("alice", "netting/cancelItem", { item: 1 });
    expect(await owed(ledger)).toEqual(["credit 53"]);
    expect(balance(ledger, "alice", "CNY")).toBe(99n);
    expect(balance(ledger, "alice", "KZT")).toBe(0n);
    expect(await ledger.audit()).toEqual([]);
  });

  test("does not fill up what is earmarked beyond the balance", async () => {
    const ledger = createCreditLedger();
    grantUnsecured(ledger);
    automatic(ledger, { credit: true });
    ledger.send("alice", "netting/setEarmarks", { currency: "KZT", direct: 999n, urgent: 0n });
    expect(settled(ledger, "alice bob 1")).toEqual(["1 credit"]);
    expect(await owed(ledger)).toEqual(["credit 1"]);
    expect(balance(ledger, "alice", "KZT")).toBe(0n);
    expect(await ledger.audit()).toEqual([]);
  });

  test("goes to others in turn where the first of a cut can settle nothing alone", async () => {
    const ledger = createCreditLedger({}, { "netting.creditDrawsMost": 1n });
    for (const bank of ["alice", "bob", "carol"]) {
      grantUnsecured(ledger, { bank });
      automatic(ledger, { credit: true }, bank);
    }
    // Of one bundle two payers lack money, and one draw alone settles nothing of it.
    const legs = [
      { from: "alice", to: "kzt-issuer", amount: 5n, currency: "KZT" },
      { from: "bob", to: "kzt-issuer", amount: 5n, currency: "KZT" },
    ];
    const terms = { ...bundleOf(ledger, legs), priority: "urgent" };
    ledger.send("alice", "netting/proposeBundle", terms);
    ledger.send("bob", "netting/confirmBundle", { bundle: bundleId(ledger, "alice", terms as never) });
    const found = settled(ledger, "carol kzt-issuer 6");
    for (let more = 0; more < 3; more += 1) found.push(...settledIn(ledger.executeBlock([]).blockEvents));
    expect(found).toEqual(["2 credit"]);
    expect(await ledger.audit()).toEqual([]);
  });
});

describe("a swap line", () => {
  const withLine = () => {
    const ledger = createCreditLedger({ CNY: { alice: 100n } });
    withSwapLine(ledger);
    automatic(ledger, { credit: false, swapLine: 1 });
    return ledger;
  };

  test("is drawn on for a bank against its own money, and repaid from its first inflows", async () => {
    const ledger = withLine();
    expect(settled(ledger, "alice bob 700")).toEqual(["1 swap"]);
    expect(await owed(ledger)).toEqual(["swap"]);
    expect(await ledger.query("swap-lines/draw", { line: 1, draw: 1 })).toMatchObject({
      lent: { currency: "KZT", amount: 700n },
      collateral: 11n,
      interestNow: 0n,
    });
    expect(balance(ledger, "alice", "CNY")).toBe(89n);
    give(ledger, "alice", 350n, "KZT");
    expect(await ledger.query("swap-lines/draw", { line: 1, draw: 1 })).toMatchObject({
      lent: { currency: "KZT", amount: 350n },
      collateral: 6n,
    });
    expect(await ledger.audit()).toEqual([]);
    give(ledger, "alice", 351n, "KZT");
    expect(await owed(ledger)).toEqual([]);
    expect([balance(ledger, "alice", "KZT"), balance(ledger, "alice", "CNY")]).toEqual([1n, 100n]);
    expect(await ledger.audit()).toEqual([]);
    expect(ledger.faults).toEqual([]);
  });

  test("comes after the bank's own line of credit", async () => {
    const ledger = createCreditLedger({ CNY: { alice: 100n } });
    withSwapLine(ledger);
    grantUnsecured(ledger, { limit: 300n });
    automatic(ledger, { credit: true, swapLine: 1 });
    expect(settled(ledger, "alice bob 700")).toEqual(["1 swap"]);
    expect(await owed(ledger)).toEqual(["credit 300", "swap"]);
    expect(await ledger.audit()).toEqual([]);
  });

  test("is not kept from others by who lacks more than it could ever pay", async () => {
    const ledger = createCreditLedger({ CNY: { alice: 10n ** 9n, bob: 1_000n } });
    withSwapLine(ledger, 10n ** 9n);
    setOnwardLimit(ledger, 1_000n, { bank: "bob" });
    for (const bank of ["alice", "bob"]) automatic(ledger, { credit: false, swapLine: 1 }, bank);
    expect(settled(ledger, "alice carol 1500000000", "bob carol 600")).toEqual(["2 swap"]);
    expect(await owed(ledger, "bob")).toEqual(["swap"]);
    expect(await ledger.audit()).toEqual([]);
  });

  test("lends nothing more to a bank with a draw that is overdue, nor does its line of credit", async () => {
    const ledger = withLine();
    settled(ledger, "alice bob 70");
    grantUnsecured(ledger, { limit: 300n });
    ledger.advance(dayMs + 1);
    automatic(ledger, { credit: true, swapLine: 1 });
    expect(settled(ledger, "alice bob 70")).toEqual([]);
    expect(draw(ledger, 1n).refused).toBe("intraday-credit/debtOverdue");
    expect(await ledger.audit()).toEqual([]);
  });

  test("gives nothing while a price is not sound", () => {
    const ledger = withLine();
    statePrices(ledger, { CNY: 300_000_000n, KZT: 2_000_000n });
    expect(settled(ledger, "alice bob 700")).toEqual([]);
  });

  test("is shared: one bank's draw leaves less for the next", async () => {
    const ledger = createCreditLedger({ CNY: { alice: 1_000n, bob: 1_000n } });
    withSwapLine(ledger, 1_000_000_000n);
    ledger.send("cny-issuer", "swap-lines/setOnwardLimit", {
      ...{ line: 1, currency: "KZT", bank: ledger.account("bob"), limit: 1_000_000_000n },
    });
    for (const bank of ["alice", "bob"]) automatic(ledger, { credit: false, swapLine: 1 }, bank);
    give(ledger, "alice", 20_000_000n, "CNY");
    give(ledger, "bob", 20_000_000n, "CNY");
    expect(settled(ledger, "alice carol 600000000", "bob carol 600000000")).toEqual(["1 swap"]);
    expect(await ledger.audit()).toEqual([]);
    expect(ledger.faults).toEqual([]);
  });
});
