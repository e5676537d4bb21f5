// A governor or issuer changes the rules of a feed.
import { describe, expect, test } from "vitest";
import { readPrice } from "#src/modules/oracle/readings.ts";
import type { FeedRules } from "#src/modules/oracle/schemas.ts";
import { feeds } from "#src/modules/oracle/tables.ts";
import type { TestLedger } from "#tests/support/ledger.ts";
import { createOracleLedger, statePrices } from "#tests/support/prices.ts";

function rulesOf(ledger: TestLedger): FeedRules {
  const feed = feeds.get(ledger.state, "AG");
  if (feed === undefined) throw new Error("the devnet prices silver");
  return feed.rules;
}

test("the new rules hold at once", () => {
  const ledger = createOracleLedger();
  statePrices(ledger, { AG: 1_000n });
  ledger.advance(1_000);
  expect(readPrice(ledger.state, "AG").status).toBe("sound");
  const rules = { ...rulesOf(ledger), maxAgeMs: 500 };
  const outcome = ledger.send("issuer", "oracle/setFeedRules", { feed: "AG", rules });
  expect(outcome.events).toMatchObject([{ type: "oracle/feedRulesSet", content: { feed: "AG", rules } }]);
  expect(readPrice(ledger.state, "AG").status).toBe("stale");
});

describe("refuses and changes nothing", () => {
  test.each([
    ["for an actor without a role", "price-feeder", "AG", 2, "authority/roleMissing"],
    ["for a feed that does not exist", "governor", "XX", 2, "oracle/unknownFeed"],
    ["for more publishers than there are feeders", "governor", "AG", 4, "oracle/tooFewFeeders"],
  ])("%s", (_title, actor, feed, minPublishers, code) => {
    const ledger = createOracleLedger();
    const digest = ledger.digest();
    const rules = { ...rulesOf(ledger), minPublishers };
    expect(ledger.send(actor, "oracle/setFeedRules", { feed, rules }).refused).toBe(code);
    expect(ledger.digest()).toBe(digest);
  });

  test("but takes as many publishers as there are feeders", () => {
    const ledger = createOracleLedger();
    const rules = { ...rulesOf(ledger), minPublishers: 3 };
    expect(ledger.send("governor", "oracle/setFeedRules", { feed: "AG", rules }).code).toBe(0);
  });
});
