// Moving items between the urgent and the normal ones.
import { describe, expect, test } from "vitest";
import { attempt } from "#tests/support/accountsLedger.ts";
import type { TestLedger } from "#tests/support/ledger.ts";
import { balance, createNettingLedger, owe, oweTogether, waiting } from "#tests/support/netting.ts";

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
