// One feed as a reader sees it.
import { expect, test } from "vitest";
import { feed } from "#src/modules/oracle/queries/feed.ts";
import { createOracleLedger } from "#tests/support/prices.ts";

test("gives unit, rules and feeders, and proves them", async () => {
  const answer = await createOracleLedger().query("oracle/feed", { feed: "CU" });
  expect(answer).toMatchObject({ feed: "CU", unit: "kg", rules: { minPublishers: 2, gateBp: 1_000 } });
  expect(feed.proves?.({ feed: "CU" })).toBe("oracle/feed/CU");
});

test("refuses a feed that does not exist", async () => {
  await expect(createOracleLedger().query("oracle/feed", { feed: "XX" })).rejects.toThrow("unknownFeed");
});
