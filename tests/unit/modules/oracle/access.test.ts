// What other modules get from the oracle.
import { describe, expect, test } from "vitest";
import { read } from "#src/modules/oracle/access.ts";
import { createOracleLedger, statePrices } from "#tests/support/prices.ts";

describe("a price that someone relies on", () => {
  test("is refused while there is none", () => {
    const { state } = createOracleLedger();
    expect(() => read.worstPrice(state, "AG")).toThrow("priceUnsound");
    expect(() => read.requireSound(state, "AG")).toThrow("priceUnsound");
    expect(() => read.average(state, "AG", 1_000)).toThrow("priceUnsound");
    expect(read.price(state, "AG")).toEqual({ status: "unknown" });
  });

  test("is given while sound", () => {
    const ledger = createOracleLedger();
    statePrices(ledger, { AG: 1_000n });
    expect(read.requireSound(ledger.state, "AG")).toMatchObject({ status: "sound", roundId: 2 });
    expect(read.worstPrice(ledger.state, "AG").priceNano.mid).toBe(1_000n);
    expect(read.average(ledger.state, "AG", 1_000).averageNano).toBe(1_000n);
  });

  test("is given at its worst, but not as sound, while a jump is held", () => {
    const ledger = createOracleLedger();
    statePrices(ledger, { AG: 1_000n });
    statePrices(ledger, { AG: 500n });
    expect(read.worstPrice(ledger.state, "AG").worstNano.low).toBeLessThan(500n);
    expect(() => read.requireSound(ledger.state, "AG")).toThrow("priceUnsound");
  });

  test("is refused when stale", () => {
    const ledger = createOracleLedger();
    statePrices(ledger, { AG: 1_000n });
    ledger.advance(3_600_001);
    expect(() => read.worstPrice(ledger.state, "AG")).toThrow("priceUnsound");
    expect(() => read.requireSound(ledger.state, "AG")).toThrow("priceUnsound");
  });
});

test("tells the unit, and what a weight is worth, each side rounded its own way", () => {
  const { state } = createOracleLedger();
  const silver = read.unit(state, "AG");
  expect(silver).toEqual({
    unit: "g",
    measure: "mg",
    measuresPerUnit: 1_000n,
    frequency: "fast",
    label: "replayed history",
  });
  expect(read.worthNanoDown(silver, 1_500n, 545_566_019n)).toBe(818_349_028n);
  expect(read.worthNanoUp(silver, 1_500n, 545_566_019n)).toBe(818_349_029n);
  expect(read.worthNanoUp(read.unit(state, "CU"), 1_000_000n, 8_260_595_000n)).toBe(8_260_595_000n);
  expect(() => read.requireFeed(state, "XX")).toThrow("unknownFeed");
});
