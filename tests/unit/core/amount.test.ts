// Amounts as people write them: nothing is rounded away, nothing is guessed.
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { formatAmount, parseAmount } from "#src/core/amount.ts";
import { limits } from "#src/core/limits.ts";
import { refusalOf } from "#tests/support/refusal.ts";

const decimals = fc.integer({ min: 0, max: 18 });

describe("an amount", () => {
  it("returns from its text at any number of decimals", () => {
    fc.assert(
      fc.property(fc.bigInt({ min: 0n, max: limits.amountMax }), decimals, (units, places) => {
        expect(parseAmount(formatAmount(units, places), places)).toBe(units);
      }),
      { numRuns: 500 },
    );
  });

  it("shows every decimal of its currency", () => {
    expect(formatAmount(1_234_567n, 6)).toBe("1.234567");
    expect(formatAmount(0n, 6)).toBe("0.000000");
    expect(formatAmount(5n, 2)).toBe("0.05");
    expect(formatAmount(100n, 0)).toBe("100");
    expect(formatAmount(0n, 0)).toBe("0");
    expect(formatAmount(-5n, 2)).toBe("-0.05");
    expect(formatAmount(-1_000_000n, 6)).toBe("-1.000000");
  });

  it("may be written with fewer decimals than its currency has", () => {
    expect(parseAmount("1", 6)).toBe(1_000_000n);
    expect(parseAmount("1.5", 6)).toBe(1_500_000n);
    expect(parseAmount("0.000001", 6)).toBe(1n);
    expect(parseAmount("7", 0)).toBe(7n);
  });

  it("is refused with more decimals than its currency has, even when they are zeros", () => {
    for (const [text, places] of [
      ["0.0000001", 6],
      ["1.0000000", 6],
      ["1.0", 0],
      ["0.123", 2],
    ] as const) {
      expect(refusalOf(() => parseAmount(text, places))).toBe("core/malformedAmount");
    }
  });

  it("is refused with signs, exponents, spaces, separators, leading zeros or parts missing", () => {
    const wrong = [
      "",
      "-1",
      "+1",
      "1e3",
      "0x1",
      " 1",
      "1 ",
      "1\n",
      "1,5",
      "1_000",
      "01",
      "00",
      ".5",
      "5.",
      "1.2.3",
      "١",
      "NaN",
    ];
    for (const text of wrong) expect(refusalOf(() => parseAmount(text, 6))).toBe("core/malformedAmount");
  });

  it("reaches the largest amount of the ledger and is refused beyond it", () => {
    expect(parseAmount(limits.amountMax.toString(), 0)).toBe(limits.amountMax);
    expect(refusalOf(() => parseAmount((limits.amountMax + 1n).toString(), 0))).toBe("core/malformedAmount");
    expect(refusalOf(() => parseAmount("9".repeat(29), 0))).toBe("core/malformedAmount");
    expect(refusalOf(() => parseAmount("79228162514264337593543950335", 1))).toBe("core/malformedAmount");
  });

  it("is not repeated whole when refused, however long it was", () => {
    try {
      parseAmount("9".repeat(100_000), 6);
    } catch (reason) {
      expect(JSON.stringify((reason as { details: unknown }).details).length).toBeLessThan(100);
    }
  });
});
