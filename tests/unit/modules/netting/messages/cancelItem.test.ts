// Taking items out of the queues.
import { describe, expect, test } from "vitest";
import { attempt } from "#tests/support/accountsLedger.ts";
import type { TestLedger } from "#tests/support/ledger.ts";
import { balance, createNettingLedger, owe, waiting } from "#tests/support/netting.ts";

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
