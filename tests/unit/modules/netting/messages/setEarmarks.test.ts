// What queued items leave on the balance.
import { describe, expect, test } from "vitest";
import { attempt, open } from "#tests/support/accountsLedger.ts";
import type { TestLedger } from "#tests/support/ledger.ts";
import { balance, createNettingLedger, euros, owe } from "#tests/support/netting.ts";

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
