// Watt-hours out of milliwatt-hours, intervals, and what a nameplate allows.
import { encode, rfc8949EncodeOptions } from "cborg";
import { bigIntEncoder } from "cborg/taglib";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { bytesToHex } from "#src/crypto/hex.ts";
import {
  endOf,
  intervalsOf,
  intervalsWithin,
  isIntervalLength,
  isLongerThanDay,
  mostMilliWh,
  recordSigningBytes,
  startsInterval,
  sumOf,
  wholeWattHours,
} from "#src/modules/energy/rules.ts";

describe("watt-hours", () => {
  it("are rounded down, and the rest joins the next interval", () => {
    expect(wholeWattHours([1_999n, 1n, 0n, 500n], 0n)).toEqual({
      quantitiesWh: [1n, 1n, 0n, 0n],
      remainderMilliWh: 500n,
    });
    expect(wholeWattHours([1n], 999n)).toEqual({ quantitiesWh: [1n], remainderMilliWh: 0n });
    expect(wholeWattHours([], 7n)).toEqual({ quantitiesWh: [], remainderMilliWh: 7n });
  });

  it("and the remainder are what was metered, however it is cut into intervals", () => {
    const values = fc.array(fc.bigInt({ min: 0n, max: 10n ** 15n }), { maxLength: 96 });
    fc.assert(
      fc.property(values, fc.bigInt({ min: 0n, max: 999n }), (list, before) => {
        const { quantitiesWh, remainderMilliWh } = wholeWattHours(list, before);
        expect(sumOf(quantitiesWh) * 1_000n + remainderMilliWh).toBe(sumOf(list) + before);
        expect(remainderMilliWh >= 0n && remainderMilliWh < 1_000n).toBe(true);
        const together = wholeWattHours([sumOf(list)], before);
        expect(sumOf(together.quantitiesWh)).toBe(sumOf(quantitiesWh));
      }),
      { seed: 5 },
    );
  });
});

describe("intervals", () => {
  it("are 15, 30 or 60 minutes long and begin whole in UTC", () => {
    expect([14, 15, 16, 20, 30, 45, 60].filter(isIntervalLength)).toEqual([15, 30, 60]);
    expect(startsInterval(Date.UTC(2026, 0, 1, 5, 30), 30)).toBe(true);
    expect(startsInterval(Date.UTC(2026, 0, 1, 5, 30), 60)).toBe(false);
    expect(endOf(0, 15, 3)).toBe(45 * 60_000);
  });

  it("make a day at most", () => {
    expect([24, 25].map((count) => isLongerThanDay(60, count))).toEqual([false, true]);
    expect([96, 97].map((count) => isLongerThanDay(15, count))).toEqual([false, true]);
  });

  const row = {
    intervalMinutes: 30,
    valuesMilliWh: [1_500n, 400n, 100n, 5_000n],
    issue: { firstId: 10, issuedWh: 7n, remainderBeforeMilliWh: 0n },
  };
  it("have the certificates that were issued for them, without a gap", () => {
    const intervals = intervalsOf(0, row);
    expect(intervals.map(({ firstId, lastId }) => [firstId, lastId])).toEqual([
      [10, 10],
      [undefined, undefined],
      [11, 11],
      [12, 16],
    ]);
    expect(intervals[3]).toEqual({
      startMs: 90 * 60_000,
      endMs: 120 * 60_000,
      energyMilliWh: 5_000n,
      firstId: 12,
      lastId: 16,
    });
    expect(intervalsOf(0, { intervalMinutes: 60, valuesMilliWh: [5_000n] })).toEqual([
      { startMs: 0, endMs: 3_600_000, energyMilliWh: 5_000n },
    ]);
  });

  it("of a range are cut where the range begins and ends", () => {
    const within = intervalsWithin(intervalsOf(0, row), 11, 13);
    expect(within.map(({ startMs, firstId, lastId }) => [startMs, firstId, lastId])).toEqual([
      [60 * 60_000, 11, 11],
      [90 * 60_000, 12, 13],
    ]);
  });
});

describe("a nameplate", () => {
  it("allows itself times the interval and a margin, rounded up", () => {
    expect(mostMilliWh(1_000n, 60, 0n)).toBe(1_000_000n);
    expect(mostMilliWh(1_000n, 15, 1_000n)).toBe(275_000n);
    expect(mostMilliWh(1n, 15, 1n)).toBe(251n);
  });
});

it("a record is signed over a domain tag and its deterministic CBOR, as another library encodes it", () => {
  const record = {
    device: "solar-kern",
    startMs: Date.UTC(2026, 0, 1),
    intervalMinutes: 60,
    valuesMilliWh: [0n, 1_500n, 2n ** 70n],
    registerBeforeMilliWh: 7n,
    registerAfterMilliWh: 1_507n + 2n ** 70n,
  };
  const typeEncoders = { ...rfc8949EncodeOptions.typeEncoders, bigint: bigIntEncoder };
  const cbor = encode(record, { ...rfc8949EncodeOptions, typeEncoders });
  const expected = Buffer.concat([Buffer.from("kedge/meter-record/1\n"), cbor]);
  expect(bytesToHex(recordSigningBytes(record))).toBe(expected.toString("hex"));
});
