// Units of prices: exact between units of one kind, to the nearest billionth, and nothing else follows from anything.
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { isConvertible, nanoPer, parsePricedUnit, priceDecimals } from "#src/cli/importing/prices/units.ts";

const scale = 10n ** BigInt(priceDecimals);
const scaled = fc.bigInt({ min: 0n, max: 10n ** 15n * scale });

describe("what a price is per", () => {
  it.each([
    ["$/troy oz", { currency: "USD", unit: "ozt" }],
    ["$/mt", { currency: "USD", unit: "t" }],
    ["$/mmbtu", { currency: "USD", unit: "MMBtu" }],
    ["EUR/MWhe", { currency: "EUR", unit: "MWh" }],
    ["€/kWh", { currency: "EUR", unit: "kWh" }],
    ["USD/GPU-h", { currency: "USD", unit: "GPU-h" }],
  ])("is read from %s", (text, unit) => {
    expect(parsePricedUnit(text)).toEqual(unit);
  });

  it.each(["2010=100", "$/oz", "$/ton", "$/MT", "usd/t", "$", "/t", "", "$/t/g"])("is not guessed from %j", (text) => {
    expect(parsePricedUnit(text)).toBeUndefined();
  });

  it("is turned within one kind alone: gas is no electricity, and a machine no GPU", () => {
    expect(isConvertible("t", "mg")).toBe(true);
    expect(isConvertible("MWh", "Wh")).toBe(true);
    for (const [from, to] of [
      ["MMBtu", "MWh"],
      ["machine-h", "GPU-h"],
      ["t", "MWh"],
      ["dmtu", "t"],
      ["scu", "scu"],
    ] as const) {
      expect([from, isConvertible(from, to)]).toEqual([from, false]);
    }
    expect(() => nanoPer("MWh", "MMBtu", 1n)).toThrow("two kinds");
  });
});

describe("a price per another unit", () => {
  it("is that of the devnet's own table for silver: 17.138 dollars an ounce", () => {
    expect(nanoPer("g", "ozt", 17_138n * 10n ** 15n)).toBe(550_999_495n);
  });

  it("is exact by powers of ten", () => {
    fc.assert(
      fc.property(fc.bigInt({ min: 0n, max: 10n ** 15n }), (milli) => {
        expect(nanoPer("kg", "t", milli * 10n ** 15n)).toBe(milli * 1_000n);
        expect(nanoPer("MWh", "kWh", milli * 10n ** 15n)).toBe(milli * 10n ** 9n);
        expect(nanoPer("bbl", "bbl", milli * 10n ** 15n)).toBe(milli * 10n ** 6n);
      }),
    );
  });

  it("is the nearest billionth: no more than half of one away, half up", () => {
    fc.assert(
      fc.property(scaled, (price) => {
        const [ounce, gram] = [311_034_768n, 10_000_000n];
        const found = nanoPer("g", "ozt", price);
        const exactTimes = price * 10n ** 9n * gram;
        const apart = 2n * (found * scale * ounce - exactTimes);
        expect(apart).toBeLessThanOrEqual(scale * ounce);
        expect(apart).toBeGreaterThan(-scale * ounce);
      }),
    );
  });

  it("never falls as the price rises", () => {
    fc.assert(
      fc.property(scaled, scaled, (left, right) => {
        const [less, more] = left < right ? [left, right] : [right, left];
        expect(nanoPer("lb", "t", less)).toBeLessThanOrEqual(nanoPer("lb", "t", more));
      }),
    );
  });
});
