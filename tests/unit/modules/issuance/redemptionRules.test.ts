// Arithmetic of redemption.
import fc from "fast-check";
import { expect, test } from "vitest";
import {
  burnForFullRate,
  feeOf,
  lostBelow,
  microKdgFor,
  payableNano,
  quantityFor,
  redemptionFeeBp,
  redemptionRateNano,
} from "#src/modules/issuance/redemptionRules.ts";
import { collateralNanoDown, mintAmounts, worthNanoDown } from "#src/modules/issuance/rules.ts";

const kdg = 1_000_000n;
const terms = fc.record({
  rateNano: fc.bigInt(1n, 10n ** 12n),
  feeBp: fc.bigInt(0n, 2_000n),
  highNano: fc.bigInt(1n, 10n ** 13n),
  measuresPerUnit: fc.constantFrom(100n, 1_000n, 1_000_000n),
});

test("the rate is R.low while the reserve can pay it, and its share for each KDG when it cannot", () => {
  expect(redemptionRateNano(10n ** 9n, 200n * 10n ** 9n, 100n * kdg)).toBe(10n ** 9n);
  expect(redemptionRateNano(10n ** 9n, 50n * 10n ** 9n, 100n * kdg)).toBe(5n * 10n ** 8n);
  expect(redemptionRateNano(10n ** 9n, 2n, 3n * kdg)).toBe(0n);
});

test("paying everybody the rate never takes more than there is to distribute", () => {
  fc.assert(
    fc.property(
      fc.bigInt(1n, 10n ** 12n),
      fc.bigInt(0n, 10n ** 22n),
      fc.bigInt(1n, 10n ** 18n),
      (lowNano, distributableNano, supply) => {
        const rateNano = redemptionRateNano(lowNano, distributableNano, supply);
        expect(rateNano * supply).toBeLessThanOrEqual(distributableNano * kdg);
        const burnt = burnForFullRate(lowNano, distributableNano, supply);
        fc.pre(burnt < supply);
        expect(redemptionRateNano(lowNano, distributableNano, supply - burnt)).toBe(lowNano);
      },
    ),
  );
});

test("the fee falls evenly from twice the base, a band below the target, to nothing, a band above", () => {
  const fee = (shareBp: bigint) => redemptionFeeBp(20n, shareBp, 5_000n, 1_000n);
  expect([3_000n, 4_000n, 4_500n, 5_000n, 5_500n, 6_000n, 7_000n].map(fee)).toEqual([40n, 40n, 30n, 20n, 10n, 0n, 0n]);
  expect(fee(5_001n)).toBe(20n);
  expect(fee(5_999n)).toBe(1n);
});

test("what a quantity takes is never more than the amount it was computed from, and less than one measure less", () => {
  fc.assert(
    fc.property(fc.bigInt(1n, 10n ** 15n), terms, (microKdg, given) => {
      const quantity = quantityFor(microKdg, given);
      expect(microKdgFor(quantity, given)).toBeLessThanOrEqual(microKdg);
      expect(microKdgFor(quantity + 1n, given)).toBeGreaterThan(microKdg);
    }),
  );
});

test("a redeemer is never paid more than the burnt KDG is worth at the rate", () => {
  fc.assert(
    fc.property(fc.bigInt(1n, 10n ** 15n), terms, (microKdg, given) => {
      const quantity = quantityFor(microKdg, given);
      const used = microKdgFor(quantity, given);
      const burnt = used - feeOf(used, given.feeBp);
      expect(quantity * given.highNano * kdg).toBeLessThanOrEqual(burnt * given.rateNano * given.measuresPerUnit);
    }),
  );
});

test("splitting a redemption in two never pays more", () => {
  fc.assert(
    fc.property(fc.bigInt(1n, 10n ** 15n), fc.bigInt(1n, 10n ** 15n), terms, (left, right, given) => {
      expect(quantityFor(left, given) + quantityFor(right, given)).toBeLessThanOrEqual(
        quantityFor(left + right, given),
      );
    }),
  );
});

test("at constant prices whoever mints and redeems gets back no more metal than was given", () => {
  const spread = fc.record({ mid: fc.bigInt(1_000n, 10n ** 12n), widthBp: fc.bigInt(0n, 500n) });
  const mg = fc.bigInt(1n, 10n ** 13n);
  fc.assert(
    fc.property(mg, spread, fc.bigInt(500n, 9_000n), fc.bigInt(0n, 100n), (weight, metal, haircut, feeBp) => {
      const width = (metal.mid * metal.widthBp) / 10_000n;
      const [low, highNano] = [metal.mid - width, metal.mid + width];
      // A basket of this one metal: a thousand grams to a million KDG.
      const [valueHigh, valueLow] = [1_000n * highNano, 1_000n * low];
      const [basketKdg, measuresPerUnit] = [1_000_000n, 1_000n];
      const worth = worthNanoDown(weight, { priceNano: low, measuresPerUnit });
      const collateral = collateralNanoDown(weight, { priceNano: low, measuresPerUnit }, haircut);
      const { receivedMicroKdg, mintedMicroKdg } = mintAmounts(worth, collateral, {
        high: { basketKdg, valueNano: valueHigh },
        mintCoverageBp: 11_500n,
        feeBp,
      });
      fc.pre(mintedMicroKdg > 0n);
      const rateNano = redemptionRateNano(valueLow / basketKdg, worth, mintedMicroKdg);
      fc.pre(rateNano > 0n);
      const paidMg = quantityFor(receivedMicroKdg, { rateNano, feeBp, highNano, measuresPerUnit });
      expect(paidMg).toBeLessThanOrEqual((weight * (10_000n - haircut)) / 10_000n);
    }),
  );
});

test("all requests of an epoch are paid in proportion, to one measure", () => {
  fc.assert(
    fc.property(fc.bigInt(kdg, 10n ** 13n), fc.bigInt(1n, 50n), terms, (amount, times, given) => {
      const once = quantityFor(amount, given);
      const many = quantityFor(amount * times, given);
      expect(many - once * times).toBeGreaterThanOrEqual(0n);
      expect(many - once * times).toBeLessThan(times);
    }),
  );
});

test("what holders lose is nothing at R.low and rounded up below it", () => {
  expect(lostBelow(100n, 10n, 10n)).toBe(0n);
  expect(lostBelow(100n, 5n, 10n)).toBe(50n);
  expect(lostBelow(101n, 5n, 10n)).toBe(51n);
});

test("what is payable of a metal leaves its share at the floor", () => {
  expect(payableNano({ part: 50n, total: 100n }, 4_000n)).toBe(16n);
  expect(payableNano({ part: 40n, total: 100n }, 4_000n)).toBe(0n);
  expect(payableNano({ part: 30n, total: 100n }, 4_000n)).toBe(0n);
  expect(payableNano({ part: 50n, total: 100n }, 0n)).toBe(50n);
  expect(payableNano({ part: 100n, total: 100n }, 4_000n)).toBe(100n);
  expect(payableNano({ part: 100n, total: 100n }, 10_000n)).toBe(100n);
  expect(payableNano({ part: 99n, total: 100n }, 10_000n)).toBe(0n);
  fc.assert(
    fc.property(fc.bigInt(0n, 10n ** 20n), fc.bigInt(0n, 10n ** 20n), fc.bigInt(0n, 9_999n), (part, rest, floorBp) => {
      const paid = payableNano({ part, total: part + rest }, floorBp);
      expect(paid).toBeLessThanOrEqual(part);
      if (paid > 0n) expect((part - paid) * 10_000n).toBeGreaterThanOrEqual(floorBp * (part + rest - paid));
    }),
  );
});
