// What the basket and one KDG are worth.
import { describe, expect, test } from "vitest";
import { readValue } from "#src/modules/basket/valuation.ts";
import { createBasketLedger } from "#tests/support/baskets.ts";
import { june2008, statePrices, submitQuotes } from "#tests/support/prices.ts";

describe("the value of the basket", () => {
  test("is unknown, not zero, as long as one price is", () => {
    const ledger = createBasketLedger();
    expect(readValue(ledger.state)).toEqual({ status: "unknown" });
    statePrices(ledger, { AG: june2008.AG });
    expect(readValue(ledger.state)).toEqual({ status: "unknown" });
  });

  test("is one million for a million KDG at the devnet's first prices, and R is rounded against whoever asks", () => {
    const ledger = createBasketLedger();
    statePrices(ledger, june2008);
    const value = readValue(ledger.state);
    if (value.status !== "sound") throw new Error(`the status is ${value.status}`);
    expect(value.valueNano.mid).toBe(10n ** 15n);
    expect(value.perKdgNano.mid).toBe(1_000_000_000n);
    const { low, high } = value.valueNano;
    expect(value.perKdgNano.low).toBe(low / 1_000_000n);
    expect(value.perKdgNano.high).toBe((high + 999_999n) / 1_000_000n);
    expect(low < 10n ** 15n && high > 10n ** 15n).toBe(true);
  });

  test("takes the worse of old and new while a jump is held, and keeps its middle", () => {
    const ledger = createBasketLedger();
    statePrices(ledger, june2008);
    const calm = readValue(ledger.state);
    statePrices(ledger, { CU: june2008.CU / 2n });
    const disputed = readValue(ledger.state);
    if (calm.status === "unknown" || disputed.status !== "pending") throw new Error("one price is disputed");
    expect(disputed.valueNano.low < (calm.valueNano.low * 76n) / 100n).toBe(true);
    expect(disputed.valueNano.high >= calm.valueNano.mid).toBe(true);
    expect(disputed.perKdgNano.mid).toBeGreaterThan(999_999_000n);
  });

  test("is stale as soon as one price is, whatever the others are", () => {
    const ledger = createBasketLedger();
    statePrices(ledger, june2008);
    ledger.advance(3_600_001);
    statePrices(ledger, { AG: june2008.AG });
    statePrices(ledger, { AG: 2n * june2008.AG });
    expect(readValue(ledger.state).status).toBe("stale");
  });

  test("is as old as its oldest price", () => {
    const ledger = createBasketLedger();
    const observedMs = ledger.state.timeMs - 1_000;
    statePrices(ledger, { AG: june2008.AG });
    for (const feeder of ["price-feeder", "price-feeder-2"]) {
      submitQuotes(ledger, feeder, [{ feed: "CU", priceNano: june2008.CU, observedMs }]);
    }
    expect(readValue(ledger.state)).toMatchObject({ observedMs });
  });
});
