// The newest rounds of a feed, page by page.
import { expect, test } from "vitest";
import { createOracleLedger, settlePrices } from "#tests/support/prices.ts";

type Page = { items: { roundId: number; outcome: string }[]; next?: string };

test("lists rounds from the newest, with what became of them", async () => {
  const ledger = createOracleLedger();
  settlePrices(ledger, { AG: 1_000n, CU: 1n });
  settlePrices(ledger, { AG: 2_000n });
  const ids: number[] = [];
  let after: string | undefined;
  for (let pages = 0; pages < 10; pages += 1) {
    const page = (await ledger.query("oracle/rounds", { feed: "AG", limit: 4, after })) as Page;
    ids.push(...page.items.map(({ roundId }) => roundId));
    after = page.next;
    if (after === undefined) break;
  }
  expect(ids).toEqual([11, 10, 9, 8, 7, 6, 5, 4, 3, 2, 1]);
  const { items } = (await ledger.query("oracle/rounds", { feed: "AG", limit: 6 })) as Page;
  expect(items.map(({ outcome }) => outcome)).toEqual(["accepted", "confirmed", "held", "held", "held", "accepted"]);
});

test("refuses a feed that does not exist", async () => {
  await expect(createOracleLedger().query("oracle/rounds", { feed: "XX" })).rejects.toThrow("unknownFeed");
});
