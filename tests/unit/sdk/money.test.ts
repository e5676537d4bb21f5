// Money keeps its currency: what two currencies have in common is nothing.
import { describe, expect, it } from "vitest";
import { limits } from "#src/core/limits.ts";
import { Currency, Money, MoneyError, withUnits } from "#src/sdk/money.ts";

const kdg = new Currency("KDG", 6);
const cny = new Currency("CNY", 2);
/** As a program in plain JavaScript would: without a compiler's help. */
const asAny = (money: Money) => money as never;

describe("a currency", () => {
  it("makes money of what people write, and of units", () => {
    expect(kdg.of("12.5").units).toBe(12_500_000n);
    expect(cny.of("0.07").units).toBe(7n);
    expect(cny.units("1250").toString()).toBe("12.50 CNY");
    expect(kdg.units(1n).toString()).toBe("0.000001 KDG");
  });

  it.each(["1.234", "-1", "1e3", " 1", "", "1.", ".5", "01"])(
    "does not take %j for an amount of two decimals",
    (text) => {
      expect(() => cny.of(text)).toThrow(MoneyError);
    },
  );

  it.each(["-1", "1.5", "0x10", ""])("does not take %j for a number of units", (text) => {
    expect(() => cny.units(text)).toThrow(MoneyError);
  });

  it.each([
    ["kdg", 6],
    ["KD", 6],
    ["KDG", -1],
    ["KDG", 19],
    ["KDG", 1.5],
  ])("is not %s with %s decimals", (code, decimals) => {
    expect(() => new Currency(code, decimals)).toThrow(MoneyError);
  });
});

describe("money", () => {
  it("is added, subtracted and compared within its currency", () => {
    expect(cny.of("1.10").plus(cny.of("2.20")).toString()).toBe("3.30 CNY");
    expect(cny.of("1.10").minus(cny.of("0.20")).units).toBe(90n);
    expect([
      cny.of("1").compare(cny.of("2")),
      cny.of("2").compare(cny.of("2")),
      cny.of("3").compare(cny.of("2")),
    ]).toEqual([-1, 0, 1]);
  });

  it("does not meet another currency, nor its own with other decimals", () => {
    for (const other of [cny.of("1"), new Currency("KDG", 2).of("1")]) {
      expect(() => kdg.of("1").plus(asAny(other))).toThrow(MoneyError);
      expect(() => kdg.of("1").minus(asAny(other))).toThrow(MoneyError);
      expect(() => kdg.of("1").compare(asAny(other))).toThrow(MoneyError);
    }
  });

  it("stays within the bounds of amounts", () => {
    expect(() => cny.of("1").minus(cny.of("2"))).toThrow(MoneyError);
    expect(() => new Money(cny, limits.amountMax).plus(cny.units(1n))).toThrow(MoneyError);
    expect(new Money(cny, limits.amountMax).units).toBe(limits.amountMax);
  });

  it("takes its currency along into JSON", () => {
    expect(JSON.stringify(cny.of("1"))).toBe('{"currency":"CNY","amount":"100"}');
  });
});

describe("money in a content", () => {
  it("becomes units where its currency stands beside it, at any depth", () => {
    const content = {
      note: "x",
      legs: [
        { currency: "KDG", amount: kdg.of("1"), to: "a" },
        { currency: "CNY", amount: "7", hash: Uint8Array.of(1) },
      ],
    };
    expect(withUnits(content)).toEqual({
      note: "x",
      legs: [
        { currency: "KDG", amount: 1_000_000n, to: "a" },
        { currency: "CNY", amount: "7", hash: Uint8Array.of(1) },
      ],
    });
    expect(withUnits({ amountMicroKdg: kdg.of("2") })).toEqual({ amountMicroKdg: 2_000_000n });
  });

  it.each([
    ["beside another currency", { currency: "KDG", amount: cny.of("1") }],
    ["without a currency beside it", { amount: cny.of("1") }],
    ["in a field that is no amount", { currency: "CNY", fineWeightMg: cny.of("1") }],
    ["where KDG is meant", { amountMicroKdg: cny.of("1") }],
    ["of KDG with other decimals", { amountMicroKdg: new Currency("KDG", 2).of("1") }],
    ["in a list", { currency: "CNY", amounts: [cny.of("1")] }],
  ])("is refused %s", (_, content) => {
    expect(() => withUnits(content)).toThrow(MoneyError);
  });
});
