// Pure decisions about metal.
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { bytesToHex } from "#src/crypto/hex.ts";
import {
  backlogOn,
  cutFineWeightMg,
  dayMs,
  deliveryDueMs,
  fineWeightMgMost,
  firstListHash,
  mgPerUnit,
  nextListHash,
  pieceGrossWeightMg,
  sameBytes,
  yearStartMs,
} from "#src/modules/metal-reserve/rules.ts";

const weights = fc.bigInt({ min: 1n, max: 10n ** 15n });

test("a price unit is a thousand or a million milligrams", () => {
  expect([mgPerUnit("g"), mgPerUnit("kg")]).toEqual([1_000n, 1_000_000n]);
});

test("the most fine metal is gross weight times assay, rounded down", () => {
  expect(fineWeightMgMost(31_103_477n, 999_000)).toBe(31_072_373n);
  expect(fineWeightMgMost(1n, 999_999)).toBe(0n);
  expect(fineWeightMgMost(5n, 1_000_000)).toBe(5n);
});

test("a piece's gross weight lies between its fine weight and its share, for it and for the rest", () => {
  fc.assert(
    fc.property(weights, weights, weights, (fine, dross, cut) => {
      const lot = { fineWeightMg: fine, grossWeightMg: fine + dross };
      const piece = (cut % fine) + 1n;
      const gross = pieceGrossWeightMg(lot, piece);
      expect(gross >= piece).toBe(true);
      expect(gross * fine <= lot.grossWeightMg * piece).toBe(true);
      expect(lot.grossWeightMg - gross >= fine - piece).toBe(true);
    }),
  );
});

describe("cutting a lot", () => {
  test("takes the whole where it fits", () => {
    expect(cutFineWeightMg(100n, 100n, 10n)).toBe(100n);
  });
  test("takes what is left, to the milligram", () => {
    expect(cutFineWeightMg(100n, 37n, 10n)).toBe(37n);
  });
  test("leaves no rest lighter than the lightest piece", () => {
    expect(cutFineWeightMg(100n, 95n, 10n)).toBe(90n);
  });
  test("takes nothing where a piece or the rest would be too light", () => {
    expect(cutFineWeightMg(100n, 9n, 10n)).toBe(0n);
    expect(cutFineWeightMg(15n, 14n, 10n)).toBe(0n);
  });
});

test("years begin when the calendar says so", () => {
  for (const year of [1800, 1899, 1900, 1901, 1970, 1999, 2000, 2001, 2024, 2025, 2100, 2101, 2999]) {
    expect(yearStartMs(year), String(year)).toBe(Date.UTC(year, 0, 1));
  }
});

describe("the hash of a bar list", () => {
  const change = {
    change: "deposited",
    certificateId: 1,
    metal: "AG",
    refiner: "KGHM",
    serial: "1",
    year: 2024,
    grossWeightMg: 31_100_000n,
    fineWeightMg: 31_000_000n,
  } as const;

  test("begins differently for each vault", () => {
    expect(sameBytes(firstListHash("zurich"), firstListHash("shanghai"))).toBe(false);
  });
  test("is what another encoder and hash make of it", () => {
    expect(bytesToHex(nextListHash(firstListHash("zurich"), change))).toBe(
      "a535e51007eb1bbce3ad1bc3e0c34d6b44a3d02b1ae5fe2fc8543eb009de1075",
    );
  });
  test("depends on every field and on the order", () => {
    const start = firstListHash("zurich");
    const other = { ...change, serial: "2" };
    const changed = [
      { ...change, change: "delivered" as const },
      { ...change, certificateId: 2 },
      { ...change, metal: "CU" },
      { ...change, refiner: "KGH" },
      other,
      { ...change, year: 2023 },
      { ...change, grossWeightMg: 31_100_001n },
      { ...change, fineWeightMg: 31_000_001n },
    ];
    const hashes = [change, ...changed].map((each) => bytesToHex(nextListHash(start, each)));
    expect(new Set(hashes).size).toBe(hashes.length);
    const oneWay = nextListHash(nextListHash(start, change), other);
    expect(sameBytes(oneWay, nextListHash(nextListHash(start, other), change))).toBe(false);
  });
});

describe("a vault's gate", () => {
  test("each new day takes a day's capacity off the backlog, and nothing below zero", () => {
    const loadOut = { day: 10, backlogWeightMg: 250n };
    expect([10, 11, 12, 13].map((day) => backlogOn(day, loadOut, 100n))).toEqual([250n, 150n, 50n, 0n]);
  });
  test("a request is never due on its own day", () => {
    expect(deliveryDueMs(5 * dayMs + 1, 1n, 100n)).toBe(7 * dayMs);
  });
  test("what waits ahead puts it off at the vault's capacity", () => {
    expect(deliveryDueMs(5 * dayMs, 100n, 100n)).toBe(7 * dayMs);
    expect(deliveryDueMs(5 * dayMs, 101n, 100n)).toBe(8 * dayMs);
  });
  test("a date stays a date, however much waits", () => {
    expect(deliveryDueMs(0, 2n ** 90n, 1n)).toBe(8_640_000_000_000_000);
  });
});
