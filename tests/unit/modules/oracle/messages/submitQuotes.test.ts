// A feeder states what it observed.
import { describe, expect, test } from "vitest";
import { codecOf } from "#src/core/form.ts";
import { submitQuotes as message } from "#src/modules/oracle/messages/submitQuotes.ts";
import { priceNanoMax, quotesPerMessageMax } from "#src/modules/oracle/schemas.ts";
import { quotes } from "#src/modules/oracle/tables.ts";
import { createOracleLedger, type Stated, submitQuotes } from "#tests/support/prices.ts";

const silver = { feed: "AG", priceNano: 1_000n };

function refusedAs(stated: readonly Stated[], actor = "price-feeder", before: readonly Stated[] = []) {
  const ledger = createOracleLedger();
  if (before.length > 0) expect(submitQuotes(ledger, actor, before).code).toBe(0);
  const digest = ledger.digest();
  const { refused } = submitQuotes(ledger, actor, stated);
  expect(ledger.digest()).toBe(digest);
  return refused;
}

test("stores a quote for each feed and announces it", () => {
  const ledger = createOracleLedger();
  const observedMs = ledger.state.timeMs;
  const outcome = submitQuotes(ledger, "price-feeder", [silver, { feed: "CU", priceNano: 9n, confidenceNano: 9n }]);
  expect(outcome.code).toBe(0);
  const feeder = ledger.account("price-feeder");
  expect(quotes.get(ledger.state, "AG")).toEqual([{ feeder, priceNano: 1_000n, confidenceNano: 1n, observedMs }]);
  expect(quotes.get(ledger.state, "CU")).toEqual([{ feeder, priceNano: 9n, confidenceNano: 9n, observedMs }]);
  expect(outcome.events).toEqual([{ type: "oracle/quotesSubmitted", content: { feeder, feeds: ["AG", "CU"] } }]);
});

test("keeps the quotes of several feeders in one order, whoever spoke first", () => {
  const ledger = createOracleLedger();
  for (const feeder of ["price-feeder-3", "price-feeder", "price-feeder-2"]) submitQuotes(ledger, feeder, [silver]);
  const stored = (quotes.get(ledger.state, "AG") ?? []).map(({ feeder }) => feeder);
  expect(stored).toEqual([...stored].sort());
  expect(stored).toHaveLength(3);
});

describe("refuses and changes nothing", () => {
  test("for an actor without the role", () => {
    expect(refusedAs([silver], "alice")).toBe("authority/roleMissing");
  });

  test("for a holder of the role who is not a feeder of the feed", () => {
    const ledger = createOracleLedger();
    const account = ledger.account("alice");
    ledger.send("issuer", "authority/grantRole", { account, role: "price-feeder", reference: "test" });
    expect(submitQuotes(ledger, "alice", [silver]).refused).toBe("oracle/notFeeder");
  });

  test("for a feed that does not exist, even beside a good one", () => {
    expect(refusedAs([silver, { feed: "XX", priceNano: 1n }])).toBe("oracle/unknownFeed");
  });

  test("for a feed named twice", () => {
    expect(refusedAs([silver, { feed: "CU", priceNano: 1n }, silver])).toBe("oracle/repeatedFeed");
  });

  test("for a confidence above the price, and takes one that equals it", () => {
    expect(refusedAs([{ ...silver, confidenceNano: 1_001n }])).toBe("oracle/confidenceTooWide");
    expect(submitQuotes(createOracleLedger(), "price-feeder", [{ ...silver, confidenceNano: 1_000n }]).code).toBe(0);
  });

  test("for an observation after the block's time, and takes one at it", () => {
    const ledger = createOracleLedger();
    const nextBlockMs = ledger.state.timeMs + 1;
    expect(refusedAs([{ ...silver, observedMs: nextBlockMs + 1 }])).toBe("oracle/quoteFromFuture");
    expect(submitQuotes(ledger, "price-feeder", [{ ...silver, observedMs: nextBlockMs }]).code).toBe(0);
  });

  test("for an observation before the feeder's last one, and takes one at the same moment", () => {
    expect(refusedAs([{ ...silver, observedMs: 41 }], "price-feeder", [{ ...silver, observedMs: 42 }])).toBe(
      "oracle/quoteOutOfOrder",
    );
    const ledger = createOracleLedger();
    submitQuotes(ledger, "price-feeder", [{ ...silver, observedMs: 42 }]);
    expect(submitQuotes(ledger, "price-feeder", [{ ...silver, priceNano: 7n, observedMs: 42 }]).code).toBe(0);
    expect(quotes.get(ledger.state, "AG")).toMatchObject([{ priceNano: 7n }]);
  });
});

test("the schema bounds prices, confidences and the length of the list", () => {
  const { schema } = message;
  const codec = codecOf(schema);
  const quote = { feed: "AG", priceNano: priceNanoMax, confidenceNano: 1n, observedMs: 0 };
  const list = (length: number) => ({ quotes: Array.from({ length }, () => quote) });
  expect(codec.check(list(quotesPerMessageMax))).toBe(true);
  expect(codec.check(list(quotesPerMessageMax + 1))).toBe(false);
  expect(codec.check(list(0))).toBe(false);
  expect(codec.check({ quotes: [{ ...quote, priceNano: priceNanoMax + 1n }] })).toBe(false);
  expect(codec.check({ quotes: [{ ...quote, priceNano: 0n }] })).toBe(false);
  expect(codec.check({ quotes: [{ ...quote, confidenceNano: 0n }] })).toBe(false);
  expect(codec.decode(codec.encode(list(2)))).toEqual(list(2));
});
