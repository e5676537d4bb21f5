// Pure decisions about corridors: identifiers, worth, fees and whose flow a payment is.
import { expect, test } from "vitest";
import {
  areSameLimits,
  borderFlow,
  feeOf,
  isSoundLei,
  ruleBookHash,
  tighterLimits,
  worthNano,
} from "#src/modules/corridors/rules.ts";
import { noCaps, noLimits } from "#tests/support/corridors.ts";

test("a legal entity identifier with one wrong character is not one", () => {
  expect(isSoundLei("5493001KJTIIGC8Y1R12")).toBe(true);
  expect(isSoundLei("5493001KJTIIGC8Y1R13")).toBe(false);
  expect(isSoundLei("5493001KJTIIGC8Y1S12")).toBe(false);
});

test("worth and fees round up", () => {
  expect(worthNano(1n, 2, 140_000_000n)).toBe(1_400_000n);
  expect(worthNano(1n, 6, 1n)).toBe(1n);
  expect([feeOf(10_000n, 1), feeOf(10_001n, 1), feeOf(5n, 0)]).toEqual([1n, 2n, 0n]);
});

test("money comes in when a foreigner pays, goes out when one is paid, and does both between two", () => {
  expect(borderFlow(true, false, 5n)).toEqual({ inflow: 0n, outflow: 5n });
  expect(borderFlow(false, true, 5n)).toEqual({ inflow: 5n, outflow: 0n });
  expect(borderFlow(false, false, 5n)).toEqual({ inflow: 5n, outflow: 5n });
});

test("limits are tightened number by number", () => {
  const left = { ...noLimits, singleMost: 10n, caps: { ...noCaps, day: { netMost: 4n } } };
  const right = { ...noLimits, caps: { ...noCaps, day: { netMost: 5n, grossMost: 6n } } };
  const tight = { ...noLimits, singleMost: 10n, caps: { ...noCaps, day: { netMost: 4n, grossMost: 6n } } };
  expect(tighterLimits(left, right)).toEqual(tight);
  expect([areSameLimits(tight, tighterLimits(tight, left)), areSameLimits(left, tight)]).toEqual([true, false]);
});

test("the hash of a rule book tells corridor, revision and content apart", () => {
  const ruleBook = {
    stage: "open",
    purposes: [],
    feeBp: 0,
    singleNanoMost: 1n,
    caps: noCaps,
    levels: { informBp: 1, warnBp: 2, slowBp: 3, stopBp: 4 },
    slowPartBp: 1,
    concentrationFloorNano: 0n,
    rates: [{ currency: "CNY", unitNano: 1n }],
  } as const;
  const hashes = [
    ruleBookHash("gulf", 1, ruleBook),
    ruleBookHash("gulf", 2, ruleBook),
    ruleBookHash("silk-road", 1, ruleBook),
    ruleBookHash("gulf", 1, { ...ruleBook, feeBp: 1 }),
  ].map((hash) => hash.join());
  expect(new Set(hashes).size).toBe(4);
});
