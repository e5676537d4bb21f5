// The price of a feed as it stands.
import { describe, expect, test } from "vitest";
import { readPrice, requireFeed } from "#src/modules/oracle/readings.ts";
import { createOracleLedger, statePrices, submitQuotes } from "#tests/support/prices.ts";

describe("the status of a price", () => {
  test("is unknown without a round, and has no number in it", () => {
    expect(readPrice(createOracleLedger().state, "AG")).toEqual({ status: "unknown" });
  });

  test("is sound until the age limit and stale after it, computed from the block's time", () => {
    const ledger = createOracleLedger();
    const observedMs = ledger.state.timeMs;
    submitQuotes(ledger, "price-feeder", [{ feed: "AG", priceNano: 1_000_000n, observedMs }]);
    submitQuotes(ledger, "price-feeder-2", [{ feed: "AG", priceNano: 1_000_000n, observedMs }]);
    ledger.advance(observedMs + 3_600_000 - ledger.state.timeMs);
    expect(readPrice(ledger.state, "AG").status).toBe("sound");
    ledger.advance(1);
    const stale = readPrice(ledger.state, "AG");
    expect(stale).toMatchObject({ status: "stale", observedMs });
    expect(stale.status !== "unknown" && stale.priceNano.low < 998_000n).toBe(true);
  });

  test("is pending while a jump is held, and the worst covers both prices", () => {
    const ledger = createOracleLedger();
    statePrices(ledger, { AG: 1_000_000n });
    statePrices(ledger, { AG: 2_000_000n });
    const reading = readPrice(ledger.state, "AG");
    if (reading.status !== "pending") throw new Error(`the status is ${reading.status}`);
    // The first of three to quote the jump already moved the median by its neighbour's confidence.
    expect(reading.priceNano.mid).toBe(1_000_001n);
    expect(reading.pendingNano?.mid).toBe(2_000_000n);
    expect(reading.worstNano).toEqual({
      low: reading.priceNano.low,
      mid: 1_000_001n,
      high: reading.pendingNano?.high,
    });
  });
});

test("a jump held for long does not make a feed stale whose feeders keep speaking", () => {
  const ledger = createOracleLedger();
  const feed = requireFeed(ledger.state, "AG");
  const rules = { ...feed.rules, maxAgeMs: 60_000, holdMs: 3_600_000 };
  expect(ledger.send("governor", "oracle/setFeedRules", { feed: "AG", rules }).code).toBe(0);
  statePrices(ledger, { AG: 1_000_000n });
  for (let at = 0; at < 3; at += 1) {
    statePrices(ledger, { AG: 2_000_000n });
    expect(readPrice(ledger.state, "AG").status).toBe("pending");
    ledger.advance(50_000);
    expect(readPrice(ledger.state, "AG").status).toBe("pending");
  }
  ledger.advance(11_000);
  expect(readPrice(ledger.state, "AG").status).toBe("stale");
});

test("refuses a feed that does not exist", () => {
  expect(() => requireFeed(createOracleLedger().state, "XX")).toThrow("unknownFeed");
  expect(() => readPrice(createOracleLedger().state, "XX")).toThrow("unknownFeed");
});
