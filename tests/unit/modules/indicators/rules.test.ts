// Places on fixed ranges, periods and concentration.
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  concentration,
  isClear,
  isWithin,
  periodEndMs,
  place,
  ranges,
  wholePpm,
} from "#src/modules/indicators/rules.ts";
import { indicatorNames } from "#src/modules/indicators/schemas.ts";

describe("a place on a range", () => {
  test("is 0 at its least, a million at its most, and stays there beyond", () => {
    for (const name of indicatorNames) {
      const range = ranges[name];
      expect(place(range, range.least).positionPpm).toBe(0n);
      expect(place(range, range.most).positionPpm).toBe(wholePpm);
      for (const value of range.bounds) expect(isWithin({ value }, range.bounds)).toBe(true);
      const [lowest, highest] = range.bounds.map((bound) => place(range, bound));
      expect([lowest?.positionPpm, highest?.positionPpm]).toEqual([0n, wholePpm]);
    }
  });

  test("is rounded down, and turned where more of it is easier to come by", () => {
    expect(place(ranges.demandGrowth, 0n)).toEqual({ clamped: 0n, positionPpm: 166_666n, scarcityPpm: 166_666n });
    expect(place(ranges.reserves, 42_608n)).toEqual({ clamped: 42_608n, positionPpm: 213_040n, scarcityPpm: 786_960n });
    expect(place(ranges.reserves, 900_000n).scarcityPpm).toBe(0n);
  });
});

test("a figure says one thing", () => {
  const unknown = { reason: "withheld" } as const;
  expect([{}, { value: 0n }, { unknown }, { value: 0n, unknown }].map(isClear)).toEqual([false, true, true, false]);
});

test("a period ends where the next begins", () => {
  expect(periodEndMs("2024")).toBe(Date.UTC(2025, 0, 1));
  expect(periodEndMs("2024-02")).toBe(Date.UTC(2024, 2, 1));
});

describe("concentration", () => {
  const line = (country: string, sharePpm: bigint | undefined, governance?: bigint) => ({
    country,
    sharePpm,
    governance,
  });

  test("of one producer is 10,000, weighted 100,000 where it is governed worst", () => {
    expect(concentration([line("XX", wholePpm, 10_000n)], 0n)).toMatchObject({
      hhi: 10_000n,
      hhiLeast: 10_000n,
      hhiMost: 10_000n,
      weightedLeast: 100_000n,
      weightedMost: 100_000n,
      restPpm: 0n,
    });
  });

  test("of nobody known has no value, and bounds that say so", () => {
    const found = concentration([line("US", undefined)], undefined);
    expect(found).toMatchObject({ steps: [{ country: "US" }], restPpm: wholePpm, hhiLeast: 0n, hhiMost: 10_000n });
    expect(found).toMatchObject({ weightedLeast: 0n, weightedMost: 100_000n });
    expect(found).not.toHaveProperty("hhi");
  });

  test("rounds to the nearest between its bounds", () => {
    const found = concentration([line("AA", 333_333n, 1_000n), line("BB", 333_333n, 0n)], 333_334n);
    expect(found).toMatchObject({ hhi: 3_333n, hhiLeast: 2_222n, hhiMost: 3_334n, weightedLeast: 1_111n });
  });

  test("lies between its bounds whatever the shares", () => {
    const parts = fc.array(fc.bigInt({ min: 0n, max: 1_000n }), { minLength: 1, maxLength: 20 });
    fc.assert(
      fc.property(parts, (sizes) => {
        const sum = sizes.reduce((total, size) => total + size, 1n);
        const lines = sizes.map((size, at) => line(`C${at}`, (size * wholePpm) / sum, BigInt(at) * 500n));
        const named = lines.reduce((total, { sharePpm }) => total + (sharePpm ?? 0n), 0n);
        const { hhi = -1n, hhiLeast, hhiMost, weightedLeast, weightedMost } = concentration(lines, wholePpm - named);
        expect(hhiLeast <= hhi && hhi <= hhiMost).toBe(true);
        expect(weightedLeast <= weightedMost && weightedMost <= 10n * hhiMost).toBe(true);
      }),
    );
  });
});
