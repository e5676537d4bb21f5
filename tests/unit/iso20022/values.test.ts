// The simple types at and past their edges.
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { currencyDecimals } from "#src/iso20022/currencies.ts";
import { Complaint, type Leaf } from "#src/iso20022/description.ts";
import * as values from "#src/iso20022/values.ts";
import { ibans, leis } from "#tests/support/iso20022.ts";

/** The value, or the code of the refusal. */
function read(leaf: Leaf, text: string): unknown {
  const value = leaf.read({ text }, currencyDecimals);
  return value instanceof Complaint ? value.at("/x").definition.code : value;
}

function write(leaf: Leaf, value: unknown): unknown {
  const written = leaf.write(value, currencyDecimals);
  return written instanceof Complaint ? written.at("/x").definition.code : written.text;
}

const malformed = "iso20022/malformedValue";

describe("a text", () => {
  it("has one character at the least, and at the most as many as its type, counted as the standard does", () => {
    expect(read(values.max35Text, "x")).toBe("x");
    expect(read(values.max35Text, "x".repeat(35))).toHaveLength(35);
    expect(read(values.max35Text, "😀".repeat(35))).toBe("😀".repeat(35));
    expect(read(values.max35Text, "x".repeat(36))).toBe("iso20022/tooLong");
    expect(read(values.max35Text, "😀".repeat(36))).toBe("iso20022/tooLong");
    expect(read(values.max35Text, "")).toBe(malformed);
  });

  it("is not written with characters that XML does not know, nor when it is none", () => {
    for (const bad of ["\u0000", "a\u000bb", "\ufffe", "\ud800", "\udc00x", "", 7, null, undefined, {}]) {
      expect(write(values.max35Text, bad)).toBe(malformed);
    }
    expect(write(values.max35Text, "\t\n\r \u{10ffff}")).toBe("\t\n\r \u{10ffff}");
  });
});

describe("an identifier", () => {
  it.each([
    ["IBAN", values.iban, "DE89370400440532013000", "GB82WEST12345698765432"],
    ["LEI", values.lei, "984500KEDGESAMPL0137", "5493001KJTIIGC8Y1R12"],
  ] as const)("%s has check digits", (_, leaf, first, second) => {
    for (const one of [first, second]) {
      expect(read(leaf, one)).toBe(one);
      expect(write(leaf, one)).toBe(one);
      const last = one.slice(-1);
      const other = `${one.slice(0, -1)}${last === "0" ? "1" : "0"}`;
      expect(read(leaf, other)).toBe("iso20022/wrongCheckDigits");
      expect(write(leaf, other)).toBe("iso20022/wrongCheckDigits");
    }
  });

  it("is refused when two neighbouring digits changed places", () => {
    const identifiers = fc.oneof(
      ibans.map((text) => ({ leaf: values.iban, text })),
      leis.map((text) => ({ leaf: values.lei, text })),
    );
    fc.assert(
      fc.property(identifiers, fc.nat(), ({ leaf, text }, place) => {
        expect(read(leaf, text)).toBe(text);
        const at = place % (text.length - 1);
        const [left = "", right = ""] = text.slice(at, at + 2);
        fc.pre(/^[0-9]{2}$/.test(left + right) && left !== right);
        expect(read(leaf, text.slice(0, at) + right + left + text.slice(at + 2))).toBe("iso20022/wrongCheckDigits");
      }),
    );
  });

  it.each([
    ["BIC of 8", values.bic, "HARBSGSG", "HARBSGSGX"],
    ["BIC of 11", values.bic, "HARBSGSGXXX", "harbsgsgxxx"],
    ["UETR", values.uetr, "0d6f0b1c-5a3e-4c8e-9d54-2f6f2d8a1b07", "0d6f0b1c-5a3e-4c8e-cd54-2f6f2d8a1b07"],
    ["ISIN", values.isin, "US0378331005", "US037833100"],
    ["country", values.countryCode, "CN", "CHN"],
    ["currency", values.currencyCode, "KDG", "KD"],
    ["external code", values.externalCode4, "AC04", "AC-4"],
    ["phone number", values.phoneNumber, "+65-61234567", "61234567"],
  ] as const)("%s has its form", (_, leaf, good, bad) => {
    expect([read(leaf, good), write(leaf, good)]).toEqual([good, good]);
    expect([read(leaf, bad), write(leaf, bad), read(leaf, ` ${good}`)]).toEqual([malformed, malformed, malformed]);
  });
});

describe("a date or time", () => {
  it.each([
    [values.isoDate, ["2026-11-27", "2024-02-29", "2000-02-29", "0001-01-01", "2026-11-27Z", "2026-11-27+14:00"]],
    [values.isoDateTime, ["2026-11-27T23:59:59", "2026-11-27T00:00:00.123456789Z", "2026-11-27T24:00:00-13:59"]],
    [values.isoTime, ["00:00:00", "23:59:59.9+05:30", "24:00:00"]],
    [values.isoYearMonth, ["2026-12", "2026-01Z"]],
  ] as const)("is read and stays as it is", (leaf, good) => {
    for (const text of good) expect([read(leaf, text), write(leaf, text)]).toEqual([text, text]);
    for (const text of good) expect(read(leaf, `\n ${text}\t`)).toBe(text);
  });

  it.each([
    [
      values.isoDate,
      ["2026-02-29", "1900-02-29", "2026-04-31", "2026-13-01", "2026-00-10", "2026-01-00", "0000-01-01", "26-01-01"],
    ],
    [values.isoDate, ["2026-11-27+15:00", "2026-11-27+14:01", "2026-11-27T00:00:00", "27.11.2026", "", "-2026-01-01"]],
    [
      values.isoDateTime,
      ["2026-11-27", "2026-11-27 10:00:00", "2026-11-27T10:00", "2026-11-27T25:00:00", "2026-11-31T10:00:00"],
    ],
    [
      values.isoDateTime,
      ["2026-11-27T24:00:01", "2026-11-27T10:00:60", "2026-11-27T10:00:00.Z", "2026-11-27T10:00:00z"],
    ],
    [values.isoTime, ["10:00", "24:00:00.1", "10:60:00"]],
    [values.isoYearMonth, ["2026-00", "2026-13", "2026", "0000-01"]],
  ] as const)("is refused when there is none such", (leaf, bad) => {
    for (const text of bad) expect([text, read(leaf, text)]).toEqual([text, malformed]);
  });
});

describe("a number", () => {
  it("of eighteen digits is exact", () => {
    expect(read(values.wholeNumber, "999999999999999999")).toBe(999_999_999_999_999_999n);
    expect(read(values.wholeNumber, " -00012 ")).toBe(-12n);
    expect(read(values.wholeNumber, "+7.000")).toBe(7n);
    expect(read(values.wholeNumber, "0")).toBe(0n);
    for (const bad of ["1000000000000000000", "1.5", "1e3", "", "-", "0x1", "１"])
      expect(read(values.wholeNumber, bad)).toBe(malformed);
    expect(write(values.wholeNumber, 999_999_999_999_999_999n)).toBe("999999999999999999");
    for (const bad of [10n ** 18n, -(10n ** 18n), 7, "7"]) expect(write(values.wholeNumber, bad)).toBe(malformed);
  });

  it("with decimals stays the text that it is, within its digits", () => {
    for (const good of ["1.0", "0.1234567890", "-1.5", "+1", ".5", "5.", "000001.50"])
      expect(read(values.rate, good)).toBe(good);
    for (const bad of ["0.12345678901", "123456789012", "1,5", "1e3", "", ".", "-", "NaN", "INF"]) {
      expect([bad, read(values.rate, bad)]).toEqual([bad, malformed]);
    }
    expect(read(values.nonNegativeDecimalNumber, "-1")).toBe(malformed);
    expect(read(values.impliedCurrencyAndAmount, "0.123456")).toBe(malformed);
  });

  it("that is true or false is written in one way", () => {
    expect(["true", "1", "false", "0", " 1 "].map((text) => read(values.flag, text))).toEqual([
      true,
      true,
      false,
      false,
      true,
    ]);
    expect([write(values.flag, true), write(values.flag, false)]).toEqual(["true", "false"]);
    expect([read(values.flag, "TRUE"), read(values.flag, ""), write(values.flag, "true")]).toEqual([
      malformed,
      malformed,
      malformed,
    ]);
  });
});
