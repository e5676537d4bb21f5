// Arithmetic of issuance.
import fc from "fast-check";
import { expect, test } from "vitest";
import { limits } from "#src/core/limits.ts";
import {
  bucketLeft,
  bucketLimit,
  collateralNanoDown,
  coverageBpDown,
  fitsComposition,
  fitsConcentration,
  fitsHhi,
  fractionBp,
  hhiOf,
  liabilityNanoUp,
  microKdgDown,
  mintAmounts,
  splitLoss,
  sumOfWorths,
  supplyAtCoverage,
  worthNanoDown,
  zoneOf,
} from "#src/modules/issuance/rules.ts";

const high = { basketKdg: 1_000_000n, valueNano: 10n ** 15n };
const terms = { high, mintCoverageBp: 11_500n, feeBp: 10n };

const price = fc.bigInt(1n, 10n ** 13n);
const weight = fc.bigInt(1n, 10n ** 13n);
const haircut = fc.bigInt(500n, 10_000n);
const reference = fc.record({ basketKdg: fc.bigInt(1n, 10n ** 7n), valueNano: fc.bigInt(10n ** 9n, 10n ** 18n) });
const mintTerms = fc.record({
  high: reference,
  mintCoverageBp: fc.bigInt(10_000n, 30_000n),
  feeBp: fc.bigInt(0n, 1_000n),
});
/** Metal as worth before and after its haircut. */
const metal = fc.record({ weight, price, haircut }).map(({ weight: mg, price: priceNano, haircut: haircutBp }) => ({
  worthNano: worthNanoDown(mg, { priceNano, measuresPerUnit: 1_000n }),
  collateralNano: collateralNanoDown(mg, { priceNano, measuresPerUnit: 1_000n }, haircutBp),
}));

test("a mint gives collateral over mint coverage in money, and the rest of the worth in junior units", () => {
  expect(mintAmounts(115n * 10n ** 9n, 115n * 7n * 10n ** 8n, terms)).toEqual({
    mintedMicroKdg: 70_000_000n,
    feeMicroKdg: 70_000n,
    receivedMicroKdg: 69_930_000n,
    juniorUnits: 45_000_000n,
  });
});

test("the fee is rounded up and the money down, so that the minter loses the fractions", () => {
  const { mintedMicroKdg, feeMicroKdg, receivedMicroKdg } = mintAmounts(1_999n, 1_999n, {
    ...terms,
    mintCoverageBp: 10_000n,
  });
  expect([mintedMicroKdg, feeMicroKdg, receivedMicroKdg]).toEqual([1n, 1n, 0n]);
});

test("money and junior units together never exceed what the metal is worth at the high reference value", () => {
  fc.assert(
    fc.property(metal, mintTerms, ({ worthNano, collateralNano }, given) => {
      const { mintedMicroKdg, feeMicroKdg, receivedMicroKdg, juniorUnits } = mintAmounts(
        worthNano,
        collateralNano,
        given,
      );
      expect(mintedMicroKdg + juniorUnits).toBe(microKdgDown(worthNano, given.high));
      expect(liabilityNanoUp(mintedMicroKdg + juniorUnits, given.high)).toBeLessThanOrEqual(worthNano);
      expect(feeMicroKdg + receivedMicroKdg).toBe(mintedMicroKdg);
    }),
  );
});

test("a first mint is covered by the mint coverage, but for one basis point of rounding on what is not dust", () => {
  fc.assert(
    fc.property(metal, mintTerms, ({ worthNano, collateralNano }, given) => {
      const { mintedMicroKdg } = mintAmounts(worthNano, collateralNano, given);
      const liabilityNano = liabilityNanoUp(mintedMicroKdg, given.high);
      fc.pre(liabilityNano > 10n ** 6n);
      expect(coverageBpDown(collateralNano, liabilityNano)).toBeGreaterThanOrEqual(given.mintCoverageBp - 1n);
    }),
  );
});

test("two mints never give more than one mint of both, neither in money nor in money and units together", () => {
  fc.assert(
    fc.property(metal, metal, mintTerms, (left, right, given) => {
      const one = mintAmounts(left.worthNano + right.worthNano, left.collateralNano + right.collateralNano, given);
      const parts = [left, right].map((part) => mintAmounts(part.worthNano, part.collateralNano, given));
      const sum = (field: "mintedMicroKdg" | "receivedMicroKdg" | "juniorUnits") =>
        parts.reduce((total, part) => total + part[field], 0n);
      expect(sum("mintedMicroKdg")).toBeLessThanOrEqual(one.mintedMicroKdg);
      expect(sum("receivedMicroKdg")).toBeLessThanOrEqual(one.receivedMicroKdg);
      const together = one.mintedMicroKdg + one.juniorUnits;
      expect(sum("mintedMicroKdg") + sum("juniorUnits")).toBeLessThanOrEqual(together);
      expect(one.mintedMicroKdg - sum("mintedMicroKdg")).toBeLessThanOrEqual(1n);
    }),
  );
});

test("what may be minted at a coverage is covered by it", () => {
  fc.assert(
    fc.property(fc.bigInt(0n, 10n ** 20n), reference, fc.bigInt(10_000n, 30_000n), (assetsNano, given, bp) => {
      const supply = supplyAtCoverage(assetsNano, given, bp);
      const exact = supply * given.valueNano * bp <= assetsNano * given.basketKdg * 1_000_000n * 10_000n;
      expect(exact).toBe(true);
    }),
  );
});

test("zones begin at their lines, and an empty ledger is green", () => {
  const lines = { greenBp: 11_000n, amberBp: 10_000n };
  expect(zoneOf(undefined, lines)).toBe("green");
  expect(zoneOf(11_000n, lines)).toBe("green");
  expect(zoneOf(10_999n, lines)).toBe("amber");
  expect(zoneOf(10_000n, lines)).toBe("amber");
  expect(zoneOf(9_999n, lines)).toBe("red");
});

test("coverage rounds assets down and the liability up", () => {
  expect(liabilityNanoUp(1n, { basketKdg: 3n, valueNano: 10_000_000n })).toBe(4n);
  expect(coverageBpDown(1n, 3n)).toBe(3_333n);
  expect(coverageBpDown(1n, 0n)).toBeUndefined();
});

test("a share is in its band up to and including the edge", () => {
  const target = { part: 1n, total: 2n };
  const before = { part: 0n, total: 0n };
  expect(fitsComposition(before, { part: 60n, total: 100n }, target, 1_000n)).toBe(true);
  expect(fitsComposition(before, { part: 40n, total: 100n }, target, 1_000n)).toBe(true);
  expect(fitsComposition(before, { part: 601n, total: 1_000n }, target, 1_000n)).toBe(false);
});

test("a share outside its band may only come nearer", () => {
  const target = { part: 1n, total: 2n };
  const before = { part: 90n, total: 100n };
  expect(fitsComposition(before, { part: 89n, total: 100n }, target, 1_000n)).toBe(true);
  expect(fitsComposition(before, { part: 90n, total: 100n }, target, 1_000n)).toBe(false);
  expect(fitsComposition(before, { part: 12n, total: 100n }, target, 1_000n)).toBe(true);
  expect(fitsComposition(before, { part: 9n, total: 100n }, target, 1_000n)).toBe(false);
});

test("a metal that the basket has not is aimed at nothing", () => {
  const none = { part: 0n, total: 0n };
  expect(fitsComposition(none, { part: 10n, total: 100n }, none, 1_000n)).toBe(true);
  expect(fitsComposition(none, { part: 11n, total: 100n }, none, 1_000n)).toBe(false);
  expect(fitsComposition(none, none, none, 1_000n)).toBe(true);
});

test("a place may hold so much and no more, unless it held more before", () => {
  expect(fitsConcentration({ part: 0n, total: 0n }, { part: 60n, total: 100n }, 6_000n)).toBe(true);
  expect(fitsConcentration({ part: 0n, total: 0n }, { part: 61n, total: 100n }, 6_000n)).toBe(false);
  expect(fitsConcentration({ part: 90n, total: 100n }, { part: 80n, total: 100n }, 6_000n)).toBe(true);
  expect(fitsConcentration({ part: 80n, total: 100n }, { part: 80n, total: 100n }, 6_000n)).toBe(false);
});

test("a share of nothing is zero", () => {
  expect(fractionBp({ part: 0n, total: 0n })).toBe(0n);
  expect(fractionBp({ part: 1n, total: 3n })).toBe(3_333n);
});

test("a bucket allows the larger of an amount and a part of the supply, and refills over an hour", () => {
  expect(bucketLimit(1_000n, 100n, 500n)).toBe(100n);
  expect(bucketLimit(10_000n, 100n, 500n)).toBe(500n);
  expect(bucketLeft(0n, 0, 3_600n)).toBe(0n);
  expect(bucketLeft(0n, 999, 3_600n)).toBe(0n);
  expect(bucketLeft(0n, 1_000, 3_600n)).toBe(1n);
  expect(bucketLeft(100n, 3_600_000, 3_600n)).toBe(3_600n);
});

test("a loss falls on the surplus, then on junior units, then on holders, and is borne whole", () => {
  expect(splitLoss(5n, 10n, 10n)).toEqual({ surplusBurntMicroKdg: 5n, juniorUnitsCut: 0n, holdersMicroKdg: 0n });
  expect(splitLoss(15n, 10n, 10n)).toEqual({ surplusBurntMicroKdg: 10n, juniorUnitsCut: 5n, holdersMicroKdg: 0n });
  expect(splitLoss(25n, 10n, 10n)).toEqual({ surplusBurntMicroKdg: 10n, juniorUnitsCut: 10n, holdersMicroKdg: 5n });
});

test("worth, collateral and coverage are never more than an amount can hold", () => {
  const dear = { priceNano: 10n ** 15n, measuresPerUnit: 1n };
  expect(worthNanoDown(limits.amountMax, dear)).toBe(limits.amountMax);
  expect(collateralNanoDown(limits.amountMax, dear, 500n)).toBe(limits.amountMax);
  expect(sumOfWorths([limits.amountMax, 1n])).toBe(limits.amountMax);
  expect(sumOfWorths([1n, 2n])).toBe(3n);
  expect(coverageBpDown(limits.amountMax, 1n)).toBe(limits.amountMax);
});

test("an index of concentration is the sum of squared shares, exactly", () => {
  expect(hhiOf([3n, 1n])).toEqual({ part: 10n, total: 16n });
  expect(hhiOf([])).toEqual({ part: 0n, total: 0n });
  expect(fitsHhi(hhiOf([]), hhiOf([1n, 1n]), 5_000n)).toBe(true);
  expect(fitsHhi(hhiOf([]), hhiOf([2n, 1n]), 5_000n)).toBe(true);
  expect(fitsHhi(hhiOf([3n, 1n]), hhiOf([2n, 1n]), 5_000n)).toBe(true);
  expect(fitsHhi(hhiOf([2n, 1n]), hhiOf([4n, 2n]), 5_000n)).toBe(true);
  expect(fitsHhi(hhiOf([2n, 1n]), hhiOf([5n, 2n]), 5_000n)).toBe(false);
  expect(fitsHhi(hhiOf([2n, 1n]), hhiOf([5n, 2n]), 6_000n)).toBe(true);
});
