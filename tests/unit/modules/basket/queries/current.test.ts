// The basket in force as a reader sees it.
import { expect, test } from "vitest";
import { current } from "#src/modules/basket/queries/current.ts";
import { createBasketLedger } from "#tests/support/baskets.ts";
import { june2008, statePrices } from "#tests/support/prices.ts";

test("gives the basket without a value while prices are unknown", async () => {
  const answer = await createBasketLedger().query("basket/current");
  expect(answer).toMatchObject({ status: "unknown", basketKdg: 1_000_000n });
  expect(answer).not.toHaveProperty("valueNano");
});

test("gives value and R, in the shape it declares, and proves the stored row", async () => {
  const ledger = createBasketLedger();
  statePrices(ledger, june2008);
  const json = current.result.encode((await ledger.query("basket/current")) as never);
  expect(json).toMatchObject({
    status: "sound",
    valueNano: { mid: "1000000000000000" },
    perKdgNano: { mid: "1000000000" },
  });
  expect(current.proves?.({})).toBe("basket/current");
});
