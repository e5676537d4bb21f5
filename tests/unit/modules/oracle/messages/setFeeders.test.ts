// A governor or issuer names the feeders of a feed anew.
import { describe, expect, test } from "vitest";
import { feeds, quotes } from "#src/modules/oracle/tables.ts";
import { createOracleLedger, statePrices, submitQuotes } from "#tests/support/prices.ts";

test("drops the quotes of those who leave and refuses them from then on", () => {
  const ledger = createOracleLedger();
  statePrices(ledger, { AG: 1_000n });
  const staying = ["price-feeder", "price-feeder-2"].map((alias) => ledger.account(alias));
  expect(ledger.send("governor", "oracle/setFeeders", { feed: "AG", feeders: staying }).code).toBe(0);
  expect(feeds.get(ledger.state, "AG")?.feeders).toEqual([...staying].sort());
  expect((quotes.get(ledger.state, "AG") ?? []).map(({ feeder }) => feeder)).toEqual([...staying].sort());
  expect(submitQuotes(ledger, "price-feeder-3", [{ feed: "AG", priceNano: 1n }]).refused).toBe("oracle/notFeeder");
});

test("works before anybody has quoted", async () => {
  const ledger = createOracleLedger();
  const list = [ledger.account("alice"), ledger.account("bob")];
  const outcome = ledger.send("issuer", "oracle/setFeeders", { feed: "AG", feeders: list });
  expect(outcome.events).toMatchObject([{ type: "oracle/feedersSet", content: { by: ledger.account("issuer") } }]);
  expect(await ledger.audit()).toEqual([]);
});

describe("refuses and changes nothing", () => {
  test.each([
    ["for an actor without a role", "price-feeder", "AG", ["alice", "bob"], "authority/roleMissing"],
    ["for a feed that does not exist", "governor", "XX", ["alice", "bob"], "oracle/unknownFeed"],
    ["for fewer feeders than the feed wants publishers", "governor", "AG", ["alice"], "oracle/tooFewFeeders"],
    ["for a feeder named twice", "governor", "AG", ["alice", "alice"], "oracle/repeatedFeeder"],
    ["for an unknown account", "governor", "AG", ["alice", "nobody"], "accounts/unknownAccount"],
  ])("%s", (_title, actor, feed, aliases, code) => {
    const ledger = createOracleLedger();
    const digest = ledger.digest();
    const list = aliases.map((alias) => ledger.account(alias));
    expect(ledger.send(actor, "oracle/setFeeders", { feed, feeders: list }).refused).toBe(code);
    expect(ledger.digest()).toBe(digest);
  });
});
