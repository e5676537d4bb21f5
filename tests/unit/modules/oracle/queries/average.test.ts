// The trailing average of a feed as a reader sees it.
import { expect, test } from "vitest";
import { createOracleLedger, settlePrices } from "#tests/support/prices.ts";

test("weighs prices by time", async () => {
  const ledger = createOracleLedger();
  settlePrices(ledger, { AG: 1_000n });
  ledger.advance(1_000_000);
  settlePrices(ledger, { AG: 1_050n });
  ledger.advance(1_000_000);
  const answer = (await ledger.query("oracle/average", { feed: "AG", windowMs: 3_000_000 })) as { averageNano: bigint };
  expect(answer.averageNano).toBe(1_024n);
});

test("refuses a feed without a price, and one that does not exist", async () => {
  const ledger = createOracleLedger();
  await expect(ledger.query("oracle/average", { feed: "AG", windowMs: 1 })).rejects.toThrow("priceUnsound");
  await expect(ledger.query("oracle/average", { feed: "XX", windowMs: 1 })).rejects.toThrow("unknownFeed");
});
