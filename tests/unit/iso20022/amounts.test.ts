// Amounts are exact: nothing is rounded, and what one side cannot say is refused.
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { currencyAmount, pricePerUnit } from "#src/iso20022/amounts.ts";
import { currencyDecimals } from "#src/iso20022/currencies.ts";
import { Complaint } from "#src/iso20022/description.ts";

function read(text: string, currency: string): bigint | string {
  const value = currencyAmount.read({ text, currency }, currencyDecimals);
  return value instanceof Complaint ? value.at("/x").definition.code.replace("iso20022/", "") : value.units;
}

function write(units: unknown, currency: unknown): string {
  const written = currencyAmount.write({ units, currency }, currencyDecimals);
  return written instanceof Complaint ? written.at("/x").definition.code.replace("iso20022/", "") : written.text;
}

describe("an amount", () => {
  it.each([
    ["1.50", "EUR", 150n],
    ["1.5", "EUR", 150n],
    ["1", "EUR", 100n],
    ["1.", "EUR", 100n],
    [".5", "EUR", 50n],
    ["+0001.50", "EUR", 150n],
    [" 1.50\n", "EUR", 150n],
    ["0", "EUR", 0n],
    ["1500000", "JPY", 1_500_000n],
    ["1.234", "KWD", 1_234n],
    ["1.2345", "CLF", 12_345n],
    ["1.00001", "KDG", 1_000_010n],
    ["9999999999999999.99", "EUR", 999_999_999_999_999_999n],
  ] as const)("%s %s is read as whole units", (text, currency, units) => {
    expect(read(text, currency)).toBe(units);
  });

  it.each([
    ["1.505", "EUR", "tooManyDecimals"],
    ["1.500", "EUR", "tooManyDecimals"],
    ["1.0", "JPY", "tooManyDecimals"],
    ["1.000001", "KDG", "tooManyDecimals"],
    ["10000000000000000.01", "EUR", "amountTooLarge"],
    ["1000000000000000000", "JPY", "amountTooLarge"],
    ["-1", "EUR", "malformedValue"],
    ["1,50", "EUR", "malformedValue"],
    ["1e3", "EUR", "malformedValue"],
    ["1 000", "EUR", "malformedValue"],
    [".", "EUR", "malformedValue"],
    ["", "EUR", "malformedValue"],
    ["NaN", "EUR", "malformedValue"],
    ["0".repeat(65), "EUR", "malformedValue"],
    ["1", "XXX", "unknownCurrency"],
    ["1", "eur", "unknownCurrency"],
    ["1", "", "unknownCurrency"],
  ] as const)("%s %s is refused", (text, currency, code) => {
    expect(read(text, currency)).toBe(code);
  });

  it("is written with all decimals of its currency, and at most five", () => {
    expect(write(150n, "EUR")).toBe("1.50");
    expect(write(0n, "EUR")).toBe("0.00");
    expect(write(1_500_000n, "JPY")).toBe("1500000");
    expect(write(1_000_010n, "KDG")).toBe("1.00001");
    expect(write(999_999_999_999_999_999n, "EUR")).toBe("9999999999999999.99");
    expect(write(100_000_000_000_000_000_000n, "EUR")).toBe("amountTooLarge");
  });

  it("is not written when that would lose the last decimal of KDG", () => {
    expect(write(1_000_001n, "KDG")).toBe("tooManyDecimals");
  });

  it("is not written when it is none", () => {
    expect(write(-1n, "EUR")).toBe("malformedValue");
    expect(write(1, "EUR")).toBe("malformedValue");
    expect(write(1n, undefined)).toBe("malformedValue");
    expect(write(1n, "XXX")).toBe("unknownCurrency");
    expect(currencyAmount.write(undefined, currencyDecimals)).toBeInstanceOf(Complaint);
  });

  it("of any size and currency is the same after it was written and read", () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...currencyDecimals.keys()),
        fc.bigInt({ min: 0n, max: 10n ** 18n - 1n }),
        (currency, units) => {
          const written = currencyAmount.write({ currency, units }, currencyDecimals);
          if (written instanceof Complaint) expect(currency === "KDG" && units % 10n !== 0n).toBe(true);
          else expect(currencyAmount.read(written, currencyDecimals)).toEqual({ currency, units });
        },
      ),
      { numRuns: 2_000 },
    );
  });
});

describe("a price", () => {
  it("may have more decimals than its currency, and stays the text that it is", () => {
    const price = { currency: "EUR", price: "1.0000000000001" };
    expect(pricePerUnit.write(price, currencyDecimals)).toEqual({ text: price.price, currency: "EUR" });
    expect(pricePerUnit.read({ text: price.price, currency: "EUR" }, currencyDecimals)).toEqual(price);
  });

  it("is refused in an unknown currency, with a sign, or with fourteen decimals", () => {
    for (const [text, currency] of [
      ["1", "XXX"],
      ["-1", "EUR"],
      ["1.00000000000001", "EUR"],
      ["", "EUR"],
    ] as const) {
      expect(pricePerUnit.read({ text, currency }, currencyDecimals)).toBeInstanceOf(Complaint);
      expect(pricePerUnit.write({ price: text, currency }, currencyDecimals)).toBeInstanceOf(Complaint);
    }
    expect(pricePerUnit.write(null, currencyDecimals)).toBeInstanceOf(Complaint);
  });
});

it("the table has the decimals of ISO 4217, and those of this ledger's own money", () => {
  const of = (currency: string) => currencyDecimals.get(currency);
  expect([of("CNY"), of("JPY"), of("KWD"), of("CLF"), of("KDG"), of("XXX")]).toEqual([2, 0, 3, 4, 6, undefined]);
  expect([...currencyDecimals.keys()].every((currency) => /^[A-Z]{3}$/.test(currency))).toBe(true);
  expect(currencyDecimals.size).toBeGreaterThan(160);
});
