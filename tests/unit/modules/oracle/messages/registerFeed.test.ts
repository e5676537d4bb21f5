// A governor or issuer opens a price feed.
import { describe, expect, test } from "vitest";
import { codecOf } from "#src/core/form.ts";
import { registerFeed as message } from "#src/modules/oracle/messages/registerFeed.ts";
import { type Feed, feedersMax } from "#src/modules/oracle/schemas.ts";
import { feeds } from "#src/modules/oracle/tables.ts";
import type { TestLedger } from "#tests/support/ledger.ts";
import { createOracleLedger, feeders, submitQuotes } from "#tests/support/prices.ts";

function nickel(ledger: TestLedger, change: Partial<Feed> = {}): Feed {
  return {
    feed: "NI",
    unit: "kg",
    measure: "mg",
    measuresPerUnit: 1_000_000n,
    frequency: "slow",
    label: "",
    rules: {
      maxAgeMs: 1,
      market: "weekdays",
      confidenceMultiplierBp: 0,
      ageWideningPpm: 0,
      gateBp: 1,
      holdMs: 0,
      minPublishers: 3,
      sampleMs: 1,
    },
    feeders: feeders.map((alias) => ledger.account(alias)),
    ...change,
  };
}

test.each(["governor", "issuer"])("opens a feed in the name of a %s, with its feeders sorted", (actor) => {
  const ledger = createOracleLedger();
  const feed = nickel(ledger);
  const outcome = ledger.send(actor, "oracle/registerFeed", { ...feed, feeders: [...feed.feeders].reverse() });
  expect(outcome.events).toEqual([
    { type: "oracle/feedRegistered", content: { feed: "NI", by: ledger.account(actor) } },
  ]);
  expect(feeds.get(ledger.state, "NI")).toEqual({ ...feed, feeders: [...feed.feeders].sort() });
  expect(submitQuotes(ledger, "price-feeder", [{ feed: "NI", priceNano: 5n }]).code).toBe(0);
});

describe("refuses and changes nothing", () => {
  test.each([
    ["for an actor without a role", "alice", "authority/roleMissing", {}],
    ["for a feed that exists", "governor", "oracle/feedExists", { feed: "AG" }],
  ])("%s", (_title, actor, code, change) => {
    const ledger = createOracleLedger();
    const digest = ledger.digest();
    expect(ledger.send(actor, "oracle/registerFeed", nickel(ledger, change)).refused).toBe(code);
    expect(ledger.digest()).toBe(digest);
  });

  test("for feeders that are too few, named twice, or no accounts", () => {
    const ledger = createOracleLedger();
    const digest = ledger.digest();
    const [first, second] = nickel(ledger).feeders;
    const stranger = createOracleLedger().account("nobody");
    const refusedWith = (list: Feed["feeders"]) =>
      ledger.send("issuer", "oracle/registerFeed", nickel(ledger, { feeders: list })).refused;
    if (first === undefined || second === undefined) throw new Error("there are three feeders");
    expect(refusedWith([first, second])).toBe("oracle/tooFewFeeders");
    expect(refusedWith([first, second, first])).toBe("oracle/repeatedFeeder");
    expect(refusedWith([first, second, stranger])).toBe("accounts/unknownAccount");
    expect(ledger.digest()).toBe(digest);
  });
});

test("the schema bounds names, rules and the number of feeders", () => {
  const ledger = createOracleLedger();
  const { check } = codecOf(message.schema);
  const feed = nickel(ledger);
  const [feeder] = feed.feeders;
  if (feeder === undefined) throw new Error("there are three feeders");
  const crowd = (length: number) => Array.from({ length }, () => feeder);
  expect(check(feed)).toBe(true);
  expect(check({ ...feed, feeders: crowd(feedersMax) })).toBe(true);
  expect(check({ ...feed, feeders: crowd(feedersMax + 1) })).toBe(false);
  expect(check({ ...feed, feeders: [] })).toBe(false);
  expect(check({ ...feed, feed: "ni" })).toBe(false);
  expect(check({ ...feed, measuresPerUnit: 0n })).toBe(false);
  expect(check({ ...feed, rules: { ...feed.rules, gateBp: 0 } })).toBe(false);
  expect(check({ ...feed, rules: { ...feed.rules, maxAgeMs: 0 } })).toBe(false);
});
