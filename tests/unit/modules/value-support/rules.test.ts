// The arithmetic of value support: what is proved, how room decays, fees, and units against watt-hours.
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  dayMs,
  earned,
  indexRise,
  mostFees,
  provedWh,
  roomAt,
  roomOf,
  roomOfProofAt,
  slopeOf,
  unitsOfWattHour,
  wattHourOfUnit,
} from "#src/modules/value-support/rules.ts";

const unpledged = { backed: 0n, whole: 3n };

describe("what an hour proves", () => {
  test("is the lesser of what was clean and what was used for signed compute", () => {
    expect(provedWh({ matchedWh: 700n, attributedWh: 900n, ...unpledged })).toBe(700n);
    expect(provedWh({ matchedWh: 900n, attributedWh: 700n, ...unpledged })).toBe(700n);
  });

  test("leaves out the part whose capacity backs money, rounded against the prover", () => {
    const hour = { matchedWh: 100n, attributedWh: 100n, whole: 3n };
    expect([0n, 1n, 2n, 3n].map((backed) => provedWh({ ...hour, backed }))).toEqual([100n, 66n, 33n, 0n]);
  });

  test("more capacity backing money than committed is a fault", () => {
    const capacity = { backed: 2n, whole: 1n };
    expect(() => provedWh({ matchedWh: 1n, attributedWh: 1n, ...capacity })).toThrow("no more capacity");
  });
});

describe("room", () => {
  const year = 365 * dayMs;
  const proofs = fc.array(
    fc.record({
      room: fc.bigInt({ min: 1_000_000n, max: 10n ** 15n }),
      validityMs: fc.integer({ min: dayMs, max: 10 * year }),
      startMs: fc.integer({ min: 0, max: year }),
    }),
    { minLength: 1, maxLength: 20 },
  );

  test("falls in a straight line, and is never more than its exact value nor far below it", () => {
    fc.assert(
      fc.property(proofs, fc.integer({ min: 0, max: 12 * year }), (list, nowMs) => {
        const inForce = list
          .map(({ room, validityMs, startMs }) => ({
            ...{ room, validityMs, startMs },
            slope: slopeOf(room, validityMs),
            endMs: startMs + validityMs,
          }))
          .filter(({ startMs, endMs }) => startMs <= nowMs && nowMs < endMs);
        const sums = inForce.reduce(
          ({ slope, slopeTimesEnd }, proof) => ({
            slope: slope + proof.slope,
            slopeTimesEnd: slopeTimesEnd + proof.slope * BigInt(proof.endMs),
          }),
          { slope: 0n, slopeTimesEnd: 0n },
        );
        const room = roomAt(sums, nowMs);
        // The exact rational sum, over the product of all validities.
        const common = inForce.reduce((product, { validityMs }) => product * BigInt(validityMs), 1n);
        const exact = inForce.reduce(
          (sum, each) => sum + (each.room * BigInt(each.endMs - nowMs) * common) / BigInt(each.validityMs),
          0n,
        );
        expect(room * common <= exact).toBe(true);
        // A slope rounded down costs a proof less than a billionth of a micro-KDG for each millisecond of ten years.
        const lost = BigInt(inForce.length) * (1n + BigInt(10 * year) / 1_000_000_000n + 1n);
        expect((room + lost) * common >= exact).toBe(true);
        const one = inForce.reduce((sum, { slope, endMs }) => sum + roomOfProofAt(slope, endMs, nowMs), 0n);
        expect(room >= one && room - one <= BigInt(inForce.length)).toBe(true);
      }),
    );
  });

  test("a proof past its end that still stands in the sums takes from the room and never adds to it", () => {
    const slope = slopeOf(10n ** 9n, dayMs);
    const fresh = { slope, slopeTimesEnd: slope * BigInt(3 * dayMs) };
    const stale = { slope: slope * 2n, slopeTimesEnd: fresh.slopeTimesEnd + slope * BigInt(dayMs) };
    expect(roomAt(stale, 2 * dayMs) < roomAt(fresh, 2 * dayMs)).toBe(true);
    expect(roomAt({ slope, slopeTimesEnd: slope * BigInt(dayMs) }, 5 * dayMs)).toBe(0n);
  });

  test("of a megawatt-hour is what the parameter says, and a part of one gives its part", () => {
    expect(roomOf(1_000_000n, 100_000_000n)).toBe(100_000_000n);
    expect(roomOf(999_999n, 1n)).toBe(0n);
  });
});

describe("fees", () => {
  test("shared by slope never pay out more than was taken in", () => {
    const slopes = fc.array(fc.bigInt({ min: 3_000n, max: 10n ** 18n }), { minLength: 1, maxLength: 20 });
    const fees = fc.array(fc.bigInt({ min: 1n, max: 10n ** 12n }), { minLength: 1, maxLength: 20 });
    fc.assert(
      fc.property(slopes, fees, (list, taken) => {
        const whole = list.reduce((sum, slope) => sum + slope, 0n);
        const rise = taken.reduce((sum, fee) => sum + indexRise(fee, whole), 0n);
        const paid = list.reduce((sum, slope) => sum + earned(slope, rise), 0n);
        expect(paid <= taken.reduce((sum, fee) => sum + fee, 0n)).toBe(true);
      }),
    );
  });

  test("are bounded for each megawatt-hour", () => {
    expect(mostFees(2_500_000n, 2_000_000n)).toBe(5_000_000n);
  });
});

describe("units and watt-hours", () => {
  test("each unit is supported by one watt-hour, whose units are exactly those that lead to it", () => {
    fc.assert(
      fc.property(fc.bigInt({ min: 1n, max: 300n }), fc.bigInt({ min: 1n, max: 300n }), (room, whole) => {
        const found = new Map<bigint, bigint[]>();
        for (let unit = 0n; unit < room; unit += 1n) {
          const wattHour = wattHourOfUnit(unit, room, whole);
          found.set(wattHour, [...(found.get(wattHour) ?? []), unit]);
        }
        for (let wattHour = 0n; wattHour < whole; wattHour += 1n) {
          const { fromMicroKdg, untilMicroKdg } = unitsOfWattHour(wattHour, room, whole);
          const units = found.get(wattHour) ?? [];
          expect(untilMicroKdg - fromMicroKdg).toBe(BigInt(units.length));
          if (units.length > 0) expect([units[0], units.at(-1)]).toEqual([fromMicroKdg, untilMicroKdg - 1n]);
        }
      }),
    );
  });

  test("a unit beyond the room, or a watt-hour beyond the proof, is a fault", () => {
    expect(() => wattHourOfUnit(5n, 5n, 9n)).toThrow("the unit lies in the room");
    expect(() => unitsOfWattHour(9n, 5n, 9n)).toThrow("the watt-hour is one of the proof's");
  });
});
