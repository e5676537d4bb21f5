// The shift of a target: against a plain evaluation of nested trees, and at its bounds.
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { type FeatureName, type Features, featureNames, featuresOf } from "#src/weighting/forecast/features.ts";
import type { ForecastModel } from "#src/weighting/forecast/model.ts";
import { shiftOf } from "#src/weighting/forecast/shift.ts";

const whole = 1_000_000n;

/** A tree as one would draw it: a leaf, or a question with two branches. */
type Nested = bigint | { feature: FeatureName; most: bigint; isMissingUpper: boolean; lower: Nested; upper: Nested };

const near = fc.bigInt(-5n, 5n);
const leaf = fc.bigInt(-300_000n, 300_000n);
function nested(depth: number): fc.Arbitrary<Nested> {
  if (depth === 0) return leaf;
  const branch = nested(depth - 1);
  return fc.record({
    feature: fc.constantFrom(...featureNames),
    most: near,
    isMissingUpper: fc.boolean(),
    lower: branch,
    upper: branch,
  });
}

/** The heap of a tree in which every way is equally long: splits by depth, left to right, and then the leaves. */
function heapOf(tree: Nested): ForecastModel["trees"][number] {
  const splits: ForecastModel["trees"][number]["splits"] = [];
  let level: Nested[] = [tree];
  while (level.some((each) => typeof each !== "bigint")) {
    level = level.flatMap((each) => {
      if (typeof each === "bigint") throw new Error("each way is equally long");
      splits.push({ feature: each.feature, mostPpm: each.most, isMissingUpper: each.isMissingUpper });
      return [each.lower, each.upper];
    });
  }
  return { splits, leavesPpm: level.map((each) => (typeof each === "bigint" ? each : 0n)) };
}

function answerOf(tree: Nested, features: Features): bigint {
  if (typeof tree === "bigint") return tree;
  const value = features[tree.feature];
  if (value === undefined) return answerOf(tree.isMissingUpper ? tree.upper : tree.lower, features);
  return answerOf(value <= tree.most ? tree.lower : tree.upper, features);
}

const maybe = fc.option(near, { nil: undefined, freq: 3 });
const features: fc.Arbitrary<Features> = fc.record({
  return1: maybe,
  return3: maybe,
  return6: maybe,
  return12: maybe,
  volatility12: maybe,
  place60: maybe,
});
const trees = fc.array(
  fc.integer({ min: 0, max: 4 }).chain((depth) => nested(depth)),
  { minLength: 1, maxLength: 8 },
);

describe("a shift", () => {
  test("is what a plain evaluation of the drawn trees sums to, within the band", () => {
    fc.assert(
      fc.property(trees, features, fc.bigInt(0n, whole), (drawn, known, bandPpm) => {
        const model = { trees: drawn.map(heapOf) };
        const isAnythingKnown = Object.values(known).some((value) => value !== undefined);
        const sum = isAnythingKnown ? drawn.reduce<bigint>((total, tree) => total + answerOf(tree, known), 0n) : 0n;
        const expected = sum > bandPpm ? bandPpm : sum < -bandPpm ? -bandPpm : sum;
        expect(shiftOf(model, known, bandPpm)).toBe(expected);
        expect(shiftOf(structuredClone(model), { ...known }, bandPpm)).toBe(expected);
      }),
      { numRuns: 500 },
    );
  });

  test("finds a leaf in a tree of any number of splits", () => {
    const split = fc.record({ feature: fc.constantFrom(...featureNames), mostPpm: near, isMissingUpper: fc.boolean() });
    fc.assert(
      fc.property(fc.array(split, { maxLength: 15 }), features, (splits, asked) => {
        const leavesPpm = Array.from({ length: splits.length + 1 }, (_, at) => BigInt(at + 1));
        const treeAt = (place: number): Nested => {
          const found = splits[place];
          if (found === undefined) return leavesPpm[place - splits.length] ?? 0n;
          const { feature, mostPpm: most, isMissingUpper } = found;
          return { feature, most, isMissingUpper, lower: treeAt(2 * place + 1), upper: treeAt(2 * place + 2) };
        };
        const known: Features = { ...asked, return1: 0n };
        const shift = shiftOf({ trees: [{ splits, leavesPpm }] }, known, whole);
        expect(shift).toBe(answerOf(treeAt(0), known));
        expect(shift > 0n).toBe(true);
      }),
    );
  });

  const known = featuresOf([100n, 90n]);
  const always = (leafPpm: bigint, count = 1): ForecastModel => ({
    trees: new Array(count).fill({ splits: [], leavesPpm: [leafPpm] }),
  });

  test("ends at the band, either way, and a band is at least nothing and at most the whole", () => {
    expect(shiftOf(always(150_000n), known, 150_000n)).toBe(150_000n);
    expect(shiftOf(always(150_000n), known, 149_999n)).toBe(149_999n);
    expect(shiftOf(always(-150_000n), known, 149_999n)).toBe(-149_999n);
    expect(shiftOf(always(150_000n), known, 0n)).toBe(0n);
    expect(shiftOf(always(150_000n), known, -1n)).toBe(0n);
    expect(shiftOf(always(whole, 64), known, 2n * whole)).toBe(whole);
    expect(shiftOf(always(-whole, 64), known, 2n * whole)).toBe(-whole);
  });

  test("takes a value at the threshold downwards, and a missing one as the flag says", () => {
    const asks = (feature: FeatureName, isMissingUpper: boolean, mostPpm: bigint): ForecastModel => ({
      trees: [{ splits: [{ feature, mostPpm, isMissingUpper }], leavesPpm: [-1n, 1n] }],
    });
    expect(known.return1).toBe(-100_000n);
    expect(shiftOf(asks("return1", true, -100_000n), known, whole)).toBe(-1n);
    expect(shiftOf(asks("return1", false, -100_001n), known, whole)).toBe(1n);
    expect(shiftOf(asks("return12", true, 0n), known, whole)).toBe(1n);
    expect(shiftOf(asks("return12", false, 0n), known, whole)).toBe(-1n);
  });

  test("is nothing where nothing is known, and where a leaf is not there", () => {
    expect(shiftOf(always(5n), featuresOf([100n]), whole)).toBe(0n);
    expect(shiftOf(always(5n), featuresOf([100n, 90n, undefined]), whole)).toBe(0n);
    const split = { feature: "return1", mostPpm: 0n, isMissingUpper: false } as const;
    expect(shiftOf({ trees: [{ splits: [split], leavesPpm: [] }] }, known, whole)).toBe(0n);
  });
});
