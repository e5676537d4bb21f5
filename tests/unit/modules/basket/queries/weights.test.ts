// The shares of the basket as a reader sees them.
import { expect, test } from "vitest";
import { createBasketLedger } from "#tests/support/baskets.ts";
import { june2008, statePrices } from "#tests/support/prices.ts";

test("gives no share while one price is unknown", async () => {
  const ledger = createBasketLedger();
  statePrices(ledger, { AG: june2008.AG });
  expect(await ledger.query("basket/weights")).toEqual({
    weights: [
      { component: "AG", status: "sound" },
      { component: "CU", status: "unknown" },
    ],
  });
});

test("gives every component's worth and share at mid prices, rounded down", async () => {
  const ledger = createBasketLedger();
  statePrices(ledger, june2008);
  expect(await ledger.query("basket/weights")).toEqual({
    weights: [
      { component: "AG", status: "sound", worthNano: 916_479n * june2008.AG, shareBp: 5_000 },
      { component: "CU", status: "sound", worthNano: 60_528n * june2008.CU, shareBp: 4_999 },
    ],
  });
});
