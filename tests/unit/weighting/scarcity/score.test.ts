// Criticality from what is known of a component.
import fc from "fast-check";
import { expect, test } from "vitest";
import { type Bounds, exactly, nothingKnown, scoreOf } from "#src/weighting/scarcity/score.ts";

const ppm = fc.bigInt(0n, 1_000_000n);
const bounds = fc.tuple(ppm, ppm).map(([one, two]): Bounds => {
  return one < two ? { leastPpm: one, mostPpm: two } : { leastPpm: two, mostPpm: one };
});
const stage = fc.tuple(fc.bigInt(0n, 100_000n), fc.bigInt(0n, 100_000n)).map(([one, two]) => {
  return one < two ? { least: one, most: two } : { least: two, most: one };
});
const figures = fc.record({
  concentration: fc.array(stage, { maxLength: 2 }),
  recycling: bounds,
  substitutability: bounds,
  demandGrowth: bounds,
  volatility: bounds,
});

test("does by hand what it says", () => {
  // 20,000 of 50,000 is 0.4; 0.4 x 0.5 x 0.8 = 0.16; the cube root of 0.16 x 0.5 x 0.1 = 0.008 is 0.2.
  const { concentration, supplyRisk, criticality } = scoreOf({
    concentration: [
      { least: 20_000n, most: 20_000n },
      { least: 3_000n, most: 3_000n },
    ],
    recycling: exactly(500_000n),
    substitutability: exactly(800_000n),
    demandGrowth: exactly(500_000n),
    volatility: exactly(100_000n),
  });
  expect([concentration, supplyRisk, criticality]).toEqual([exactly(400_000n), exactly(160_000n), exactly(200_000n)]);
});

test("a concentration beyond the range counts as its end, and one that nobody stated as anything", () => {
  const rest = {
    recycling: exactly(10n ** 6n),
    substitutability: exactly(10n ** 6n),
    demandGrowth: exactly(10n ** 6n),
  };
  const whole = { ...rest, volatility: exactly(10n ** 6n) };
  const stated = scoreOf({ ...whole, concentration: [{ least: 50_001n, most: 100_000n }] });
  expect(stated.criticality).toEqual(exactly(10n ** 6n));
  expect(scoreOf({ ...whole, concentration: [] }).criticality).toEqual(nothingKnown);
});

test("both bounds are in order, and to know more never widens them", () => {
  fc.assert(
    fc.property(figures, ppm, (known, at) => {
      const wide = scoreOf(known);
      expect(wide.criticality.leastPpm <= wide.criticality.mostPpm).toBe(true);
      const { leastPpm, mostPpm } = known.demandGrowth;
      const exact = exactly(leastPpm + ((mostPpm - leastPpm) * at) / 1_000_000n);
      const narrow = scoreOf({ ...known, demandGrowth: exact });
      expect(narrow.criticality.leastPpm >= wide.criticality.leastPpm).toBe(true);
      expect(narrow.criticality.mostPpm <= wide.criticality.mostPpm).toBe(true);
    }),
  );
});
