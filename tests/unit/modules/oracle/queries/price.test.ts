// The price of a feed as a reader sees it.
import { expect, test } from "vitest";
import { price } from "#src/modules/oracle/queries/price.ts";
import { prices } from "#src/modules/oracle/tables.ts";
import { createOracleLedger, statePrices } from "#tests/support/prices.ts";

test("says unknown before the first round, and never a number", async () => {
  expect(await createOracleLedger().query("oracle/price", { feed: "AG" })).toEqual({
    feed: "AG",
    unit: "g",
    label: "replayed history",
    status: "unknown",
  });
});

test("gives range, jump and worst, in the shape it declares, and proves the stored row", async () => {
  const ledger = createOracleLedger();
  statePrices(ledger, { AG: 1_000n });
  statePrices(ledger, { AG: 2_000n });
  const answer = price.result.parse(price.result.encode((await ledger.query("oracle/price", { feed: "AG" })) as never));
  expect(answer).toMatchObject({
    status: "pending",
    roundId: 3,
    priceNano: { mid: 1_001n },
    pendingNano: { mid: 2_000n },
  });
  expect(price.proves?.({ feed: "AG" })).toBe(prices.key("AG"));
});

test("refuses a feed that does not exist", async () => {
  await expect(createOracleLedger().query("oracle/price", { feed: "XX" })).rejects.toThrow("unknownFeed");
});
