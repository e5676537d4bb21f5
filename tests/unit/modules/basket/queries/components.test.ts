// The known components, page by page.
import { expect, test } from "vitest";
import { addNickel, createBasketLedger } from "#tests/support/baskets.ts";

test("lists what the basket is or may be made of", async () => {
  const ledger = createBasketLedger();
  await addNickel(ledger);
  expect(await ledger.query("basket/components", { limit: 2 })).toEqual({
    items: [
      { component: "AG", feed: "AG", quantity: 916_479n },
      { component: "CU", feed: "CU", quantity: 60_528n },
    ],
    next: "CU",
  });
  expect(await ledger.query("basket/components", { limit: 2, after: "CU" })).toEqual({
    items: [{ component: "NI", feed: "NI", quantity: 0n }],
  });
});
