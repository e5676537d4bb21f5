// What other modules get from the basket.
import { describe, expect, test } from "vitest";
import { read } from "#src/modules/basket/access.ts";
import { createBasketLedger, reweight } from "#tests/support/baskets.ts";
import { june2008, statePrices } from "#tests/support/prices.ts";

describe("a value that someone relies on", () => {
  test("is refused while unknown or stale", () => {
    const ledger = createBasketLedger();
    expect(() => read.requireValue(ledger.state)).toThrow("valueUnsound");
    expect(() => read.requireSoundValue(ledger.state)).toThrow("valueUnsound");
    statePrices(ledger, june2008);
    expect(read.requireValue(ledger.state).status).toBe("sound");
    ledger.advance(3_600_001);
    expect(read.value(ledger.state).status).toBe("stale");
    expect(() => read.requireValue(ledger.state)).toThrow("valueUnsound");
  });

  test("is given at its worst, but not as sound, while a jump is held", () => {
    const ledger = createBasketLedger();
    statePrices(ledger, june2008);
    expect(read.requireSoundValue(ledger.state).status).toBe("sound");
    statePrices(ledger, { AG: 2n * june2008.AG });
    expect(read.requireValue(ledger.state).status).toBe("pending");
    expect(() => read.requireSoundValue(ledger.state)).toThrow("valueUnsound");
  });
});

describe("components and shares", () => {
  test("are those of the basket in force", () => {
    const ledger = createBasketLedger();
    expect(read.components(ledger.state)).toEqual([
      { component: "AG", feed: "AG", quantity: 916_479n },
      { component: "CU", feed: "CU", quantity: 60_528n },
    ]);
    expect([read.has(ledger.state, "CU"), read.has(ledger.state, "NI")]).toEqual([true, false]);
    statePrices(ledger, june2008);
    reweight(ledger, { AG: 5_500, CU: 4_500 });
    expect(read.shareOfBasketBp(ledger.state, "AG")).toBe(5_500);
    expect(read.shareOfBasketBp(ledger.state, "NI")).toBe(0);
  });

  test("of metals are exact fractions that sum to the whole", () => {
    const ledger = createBasketLedger();
    statePrices(ledger, june2008);
    const shares = read.metalShares(ledger.state);
    expect(shares.map(({ component, shareBp }) => [component, shareBp])).toEqual([
      ["AG", 5_000],
      ["CU", 4_999],
    ]);
    const [silver] = shares;
    expect(silver?.partNano).toBe(916_479n * june2008.AG);
    expect(shares.reduce((sum, { partNano }) => sum + partNano, 0n)).toBe(silver?.totalNano);
  });

  test("are refused while a price is unknown", () => {
    expect(() => read.metalShares(createBasketLedger().state)).toThrow("valueUnsound");
  });
});
