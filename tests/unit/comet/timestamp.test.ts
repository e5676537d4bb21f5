// Times between the ledger's milliseconds and CometBFT's seconds and nanoseconds.
import timestamps from "cosmjs-types/google/protobuf/timestamp";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { absentTime, encodeTimestamp, msOfTimestamp, timestampOfMs } from "#src/comet/timestamp.ts";
import { Fault } from "#src/core/assert.ts";
import { bytesToHex } from "#src/crypto/hex.ts";

describe("a timestamp", () => {
  it("returns to the same milliseconds", () => {
    fc.assert(
      fc.property(fc.nat({ max: 2 ** 47 }), (timeMs) => {
        expect(msOfTimestamp(timestampOfMs(timeMs))).toBe(timeMs);
      }),
    );
  });

  it("splits milliseconds exactly", () => {
    expect(timestampOfMs(1_700_000_000_789)).toEqual({ seconds: 1_700_000_000, nanos: 789_000_000 });
  });

  it("loses what is finer than a millisecond", () => {
    expect(msOfTimestamp({ seconds: 2, nanos: 1_999_999 })).toBe(2_001);
  });

  it("is not made from anything but whole milliseconds since 1970", () => {
    for (const timeMs of [-1, 0.5, Number.NaN, 2 ** 53]) expect(() => timestampOfMs(timeMs)).toThrow(Fault);
  });

  it("is encoded as by another implementation, also in the year 1", () => {
    const times = [absentTime, { seconds: 0, nanos: 0 }, { seconds: 1, nanos: 999_999_999 }, timestampOfMs(2 ** 47)];
    for (const time of times) {
      const theirs = timestamps.Timestamp.encode({ seconds: BigInt(time.seconds), nanos: time.nanos }).finish();
      expect(bytesToHex(encodeTimestamp(time))).toBe(bytesToHex(theirs));
    }
  });
});
