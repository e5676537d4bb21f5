// The bounds of a forecast's model, and the bytes that its hash is of.
import { describe, expect, test } from "vitest";
import { z } from "zod";
import { codecOf } from "#src/core/form.ts";
import {
  encodeForecastModel,
  type ForecastModel,
  forecastModelSchema,
  hasAllLeaves,
  leafMostPpm,
  splitsMost,
  treesMost,
} from "#src/weighting/forecast/model.ts";

const split = { feature: "volatility12", mostPpm: -10_000_000n, isMissingUpper: false } as const;
const treeOf = (splits: number, leaves = splits + 1) => ({
  splits: new Array(splits).fill(split),
  leavesPpm: new Array<bigint>(leaves).fill(-leafMostPpm),
});
const modelOf = (trees: number, splits: number): ForecastModel => ({ trees: new Array(trees).fill(treeOf(splits)) });
const isTaken = (model: unknown) => {
  const isValid = z.safeEncode(forecastModelSchema, model as ForecastModel).success;
  // Both forms of a schema agree on its bounds.
  expect(codecOf(forecastModelSchema).check(model as ForecastModel)).toBe(isValid);
  return isValid;
};

describe("a model", () => {
  test("is taken at each bound and refused past it", () => {
    expect([isTaken(modelOf(1, 0)), isTaken({ trees: [] })]).toEqual([true, false]);
    expect([isTaken(modelOf(treesMost, 1)), isTaken(modelOf(treesMost + 1, 1))]).toEqual([true, false]);
    expect([isTaken(modelOf(1, splitsMost)), isTaken(modelOf(1, splitsMost + 1))]).toEqual([true, false]);
    const withSplit = (changed: object) => ({ trees: [{ ...treeOf(1), splits: [{ ...split, ...changed }] }] });
    expect([isTaken(withSplit({ mostPpm: 10_000_000n })), isTaken(withSplit({ mostPpm: 10_000_001n }))]).toEqual([
      true,
      false,
    ]);
    expect(isTaken(withSplit({ mostPpm: -10_000_001n }))).toBe(false);
    expect(isTaken(withSplit({ feature: "weather" }))).toBe(false);
    expect(isTaken(withSplit({ more: 1n }))).toBe(false);
    const withLeaves = (leavesPpm: readonly bigint[]) => ({ trees: [{ ...treeOf(1), leavesPpm }] });
    expect([isTaken(withLeaves([leafMostPpm])), isTaken(withLeaves([leafMostPpm + 1n]))]).toEqual([true, false]);
    expect([isTaken(withLeaves([])), isTaken(withLeaves([-leafMostPpm - 1n]))]).toEqual([false, false]);
    expect([isTaken(withLeaves(new Array(16).fill(0n))), isTaken(withLeaves(new Array(17).fill(0n)))]).toEqual([
      true,
      false,
    ]);
  });

  test("has all its leaves only with one more than splits in each tree", () => {
    expect(hasAllLeaves(modelOf(3, 7))).toBe(true);
    for (const leaves of [1, 7, 9]) expect(hasAllLeaves({ trees: [treeOf(7), treeOf(7, leaves)] })).toBe(false);
  });

  test("has one encoding, whatever the order of its keys, and reads back from it and from JSON", () => {
    const model: ForecastModel = { trees: [treeOf(2)] };
    const { splits, leavesPpm } = treeOf(2);
    const turned = splits.map(({ feature, mostPpm, isMissingUpper }) => ({ isMissingUpper, mostPpm, feature }));
    expect(encodeForecastModel({ trees: [{ leavesPpm, splits: turned }] })).toEqual(encodeForecastModel(model));
    expect(codecOf(forecastModelSchema).decode(encodeForecastModel(model))).toEqual(model);
    expect(z.decode(forecastModelSchema, z.encode(forecastModelSchema, model))).toEqual(model);
    const changed = { trees: [{ ...treeOf(2), leavesPpm: [0n, 0n, 1n] }] };
    expect(encodeForecastModel(changed)).not.toEqual(
      encodeForecastModel({ trees: [{ ...treeOf(2), leavesPpm: [0n, 0n, 0n] }] }),
    );
  });

  test("takes at most 64 KiB", () => {
    expect(encodeForecastModel(modelOf(treesMost, splitsMost)).length).toBeLessThanOrEqual(64 * 1024);
  });
});
