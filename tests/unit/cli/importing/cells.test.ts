// Cells of imported files: exact decimals and whole hours, everything else refused by name.
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { formatHour, hourMs, parseAmount, parseDecimal, parseHour } from "#src/cli/importing/cells.ts";

describe("a number", () => {
  it.each([
    ["", "blank"],
    ["  ", "blank"],
    [">50", "notANumber"],
    ["W", "notANumber"],
    ["E", "notANumber"],
    ["NA", "notANumber"],
    ["1e3", "notANumber"],
    ["+5", "notANumber"],
    [".5", "notANumber"],
    [" 5", "notANumber"],
    ["0x10", "notANumber"],
    ["1,234", "thousandsSeparator"],
    ["1 234 567.5", "thousandsSeparator"],
    ["-1'234", "thousandsSeparator"],
    ["1.2345", "tooFine"],
    ["9999999999999999", "tooLarge"],
  ])("%j is refused as %s", (text, reason) => {
    expect(parseDecimal(text, 3)).toEqual({ reason });
  });

  it("is refused as negative where nothing can be less than nothing", () => {
    expect(parseAmount("-0.001", 3)).toEqual({ reason: "negative" });
    expect(parseAmount("-0", 3)).toEqual({ value: 0n });
    expect(parseDecimal("-0.001", 3)).toEqual({ value: -1n });
  });

  it("is exact with any number of decimals that is measured, and trailing zeros are none", () => {
    const scaled = fc.bigInt({ min: -(10n ** 20n), max: 10n ** 20n });
    fc.assert(
      fc.property(scaled, fc.integer({ min: 0, max: 9 }), fc.nat({ max: 3 }), (value, decimals, zeros) => {
        const digits = (value < 0n ? -value : value).toString().padStart(decimals + 1, "0");
        const whole = digits.slice(0, digits.length - decimals);
        const fraction = digits.slice(digits.length - decimals) + "0".repeat(zeros);
        const text = `${value < 0n ? "-" : ""}${whole}${fraction === "" ? "" : `.${fraction}`}`;
        expect(parseDecimal(text, decimals)).toEqual(whole.length > 15 ? { reason: "tooLarge" } : { value });
      }),
    );
  });
});

describe("an hour", () => {
  it.each([
    ["", "blank"],
    ["10/06/2023 05:00", "hourFormUnknown"],
    ["06/10/2023", "hourFormUnknown"],
    ["2023-06-10", "hourFormUnknown"],
    ["2023-02-30 00:00:00", "hourFormUnknown"],
    ["2023-13-01 00:00:00", "hourFormUnknown"],
    ["2023-06-10 24:00:00", "hourFormUnknown"],
    ["2023-06-10 05:00:00-07:00", "hourFormUnknown"],
    ["2023-06-10 05:75:00", "hourFormUnknown"],
    ["2023-06-10 05:30:00", "hourNotWhole"],
    ["2023-06-10 05:00:01", "hourNotWhole"],
  ])("%j is refused as %s", (text, reason) => {
    expect(parseHour(text)).toEqual({ reason });
  });

  it("is read as it is written, with a T and a Z or without", () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 2_000_000 }), (hours) => {
        const text = formatHour(hours * hourMs);
        for (const form of [text, text.replace(" ", "T"), `${text.replace(" ", "T")}Z`, text.slice(0, 16)])
          expect(parseHour(form)).toEqual({ value: hours * hourMs });
      }),
    );
  });
});
