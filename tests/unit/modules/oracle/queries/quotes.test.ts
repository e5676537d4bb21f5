// The newest quotes of a feed.
import { expect, test } from "vitest";
import { quotes } from "#src/modules/oracle/queries/quotes.ts";
import { createOracleLedger, statePrices } from "#tests/support/prices.ts";

test("gives one quote for each feeder that spoke, and proves them", async () => {
  const ledger = createOracleLedger();
  expect(await ledger.query("oracle/quotes", { feed: "AG" })).toEqual({ quotes: [] });
  statePrices(ledger, { AG: 1_000n });
  const answer = (await ledger.query("oracle/quotes", { feed: "AG" })) as { quotes: unknown[] };
  expect(answer.quotes).toHaveLength(3);
  expect(quotes.proves?.({ feed: "AG" })).toBe("oracle/quotes/AG");
});

test("refuses a feed that does not exist", async () => {
  await expect(createOracleLedger().query("oracle/quotes", { feed: "XX" })).rejects.toThrow("unknownFeed");
});
