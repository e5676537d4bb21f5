// What can be asked about queues: pages of a queue, positions, and totals of nothing.
import { expect, test } from "vitest";
import { bundleId, bundleOf, createNettingLedger, euros, oweTogether } from "#tests/support/netting.ts";

interface Page {
  readonly items: readonly { readonly item: number }[];
  readonly next?: string;
}

test("a queue is paged in the order in which it is paid", async () => {
  const ledger = createNettingLedger();
  oweTogether(ledger, "alice bob 1", "alice bob 2", "alice bob 3 urgent", "alice bob 4");
  const ask = async (after?: string) => {
    const params = { currency: euros, account: ledger.account("alice"), limit: 2, ...(after && { after }) };
    return (await ledger.query("netting/queue", params)) as Page;
  };
  const first = await ask();
  expect([first.items.map(({ item }) => item), first.next]).toEqual([[3, 1], "1"]);
  const second = await ask(first.next);
  expect([second.items.map(({ item }) => item), second.next]).toEqual([[2, 4], undefined]);
  expect(await ask("4")).toEqual({ items: [] });
});

test("bundles are paged", async () => {
  const ledger = createNettingLedger();
  const ids = [1n, 2n, 3n].map((amount) => {
    const terms = bundleOf(ledger, [
      { from: "alice", to: "bob", amount },
      { from: "bob", to: "alice", amount, currency: "CNY" },
    ]);
    ledger.send("alice", "netting/proposeBundle", terms);
    return bundleId(ledger, "alice", terms);
  });
  const ask = async (after?: string) =>
    (await ledger.query("netting/bundles", { limit: 2, ...(after && { after }) })) as {
      readonly items: readonly { readonly bundle: string }[];
      readonly next?: string;
    };
  const first = await ask();
  const second = await ask(first.next);
  expect([...first.items, ...second.items].map(({ bundle }) => bundle)).toEqual(ids.toSorted());
});

test("where there is nothing, there is zero; where there is no currency, a refusal", async () => {
  const ledger = createNettingLedger();
  const params = { currency: euros, account: ledger.account("alice") };
  const zero = { legs: 0, amount: 0n };
  expect(await ledger.query("netting/queue", params)).toEqual({ items: [] });
  expect(await ledger.query("netting/payerLimits", params)).toEqual({ bilateral: [] });
  expect(await ledger.query("netting/queuedTotal", { currency: euros })).toEqual(zero);
  const total = { entry: zero, bilateral: zero, multilateral: zero, bypass: zero, credit: zero, swap: zero };
  expect(await ledger.query("netting/settledTotal", { currency: euros })).toEqual(total);
  expect(await ledger.query("netting/settledTotals")).toEqual({ items: [] });
  for (const name of ["position", "earmarked", "payerLimits", "queuedTotal", "settledTotal"]) {
    await expect(ledger.query(`netting/${name}`, { ...params, currency: "XXX" }), name).rejects.toThrow();
  }
  await expect(ledger.query("netting/item", { item: 1 })).rejects.toThrow();
  await expect(ledger.query("netting/bundle", { bundle: "ab".repeat(32) })).rejects.toThrow();
});
