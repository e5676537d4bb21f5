// All feeds, page by page.
import { expect, test } from "vitest";
import { createOracleLedger } from "#tests/support/prices.ts";

test("lists the feeds by name, a page at a time", async () => {
  const ledger = createOracleLedger();
  const first = (await ledger.query("oracle/feeds", { limit: 1 })) as { items: { feed: string }[]; next?: string };
  expect(first.items.map(({ feed }) => feed)).toEqual(["AG"]);
  const second = await ledger.query("oracle/feeds", { limit: 1, after: first.next });
  expect(second).toMatchObject({ items: [{ feed: "CU" }] });
  expect(second).not.toHaveProperty("next");
});
