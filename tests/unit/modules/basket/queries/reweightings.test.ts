// The records of all reweightings, page by page.
import { expect, test } from "vitest";
import { createBasketLedger, reweight } from "#tests/support/baskets.ts";
import { june2008, statePrices } from "#tests/support/prices.ts";

test("lists the records in order", async () => {
  const ledger = createBasketLedger();
  statePrices(ledger, june2008);
  for (const weightBp of [5_500, 6_000, 5_800]) reweight(ledger, { AG: weightBp, CU: 10_000 - weightBp });
  const first = (await ledger.query("basket/reweightings", { limit: 2 })) as {
    items: { number: number }[];
    next: string;
  };
  expect(first.items.map(({ number }) => number)).toEqual([1, 2]);
  expect(await ledger.query("basket/reweightings", { limit: 2, after: first.next })).toMatchObject({
    items: [{ number: 3 }],
  });
});
