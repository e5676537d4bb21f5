// Targets from base weights and what tilts them.
import fc from "fast-check";
import { expect, test } from "vitest";
import { targetsOf } from "#src/weighting/scarcity/targets.ts";

const plain = { criticalityPpm: 0n, strategicDemandPpm: 0n, storabilityPpm: 1_000_000n, shiftPpm: 0n };
const noTilt = { criticalityTiltPpm: 0n, demandTiltPpm: 0n };

test("without tilts they are the base weights", () => {
  const bases = [500_000n, 300_000n, 200_000n].map((basePpm) => ({ ...plain, basePpm }));
  expect(targetsOf(bases, { criticalityTiltPpm: 500_000n, demandTiltPpm: 500_000n })).toEqual([
    500_000n,
    300_000n,
    200_000n,
  ]);
});

test("does by hand what it says", () => {
  const even = { ...plain, basePpm: 500_000n };
  // 0.5 x (1 + 0.5 x 0.4 + 0.25 x 0.8) = 0.7 against 0.5: 7 to 5 of 12.
  const tilted = { ...even, criticalityPpm: 400_000n, strategicDemandPpm: 800_000n };
  expect(targetsOf([tilted, even], { criticalityTiltPpm: 500_000n, demandTiltPpm: 250_000n })).toEqual([
    583_333n,
    416_667n,
  ]);
  // A shift of a tenth, and half of what is stored lost: 0.5 x 1.1 against 0.5 x 0.5.
  expect(
    targetsOf(
      [
        { ...even, shiftPpm: 100_000n },
        { ...even, storabilityPpm: 500_000n },
      ],
      noTilt,
    ),
  ).toEqual([687_500n, 312_500n]);
});

test("where nothing keeps, the base weights stand", () => {
  const gone = [600_000n, 400_000n].map((basePpm) => ({ ...plain, basePpm, storabilityPpm: 0n }));
  expect(targetsOf(gone, noTilt)).toEqual([600_000n, 400_000n]);
});

test("they make a whole, and who is more critical never has less for it", () => {
  const ppm = fc.bigInt(0n, 1_000_000n);
  const component = fc.record({
    basePpm: fc.bigInt(1n, 1_000_000n),
    criticalityPpm: ppm,
    strategicDemandPpm: ppm,
    storabilityPpm: fc.bigInt(1n, 1_000_000n),
    shiftPpm: fc.bigInt(-500_000n, 500_000n),
  });
  fc.assert(
    fc.property(fc.array(component, { minLength: 1, maxLength: 32 }), ppm, ppm, ppm, (components, one, two, more) => {
      const tilts = { criticalityTiltPpm: one, demandTiltPpm: two };
      const before = targetsOf(components, tilts);
      expect(before.reduce((sum, each) => sum + each, 0n)).toBe(1_000_000n);
      const [first, ...rest] = components;
      if (first === undefined) return;
      const raised = { ...first, criticalityPpm: first.criticalityPpm > more ? first.criticalityPpm : more };
      expect((targetsOf([raised, ...rest], tilts)[0] ?? 0n) >= (before[0] ?? 0n) - 1n).toBe(true);
    }),
  );
});
