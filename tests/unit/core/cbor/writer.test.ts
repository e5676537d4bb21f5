// The writer always writes the shortest head, and starts anew after a failure.
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { CborReader } from "#src/core/cbor/reader.ts";
import { CborWriter } from "#src/core/cbor/writer.ts";
import { bytesEqual, bytesToHex } from "#src/crypto/hex.ts";
import { anyInteger, anyText } from "#tests/support/cborValues.ts";

function written(write: (writer: CborWriter) => void): string {
  const writer = new CborWriter();
  write(writer);
  return bytesToHex(writer.finish());
}

describe("writing an integer", () => {
  it("uses the shortest head at each step", () => {
    const steps: readonly [number, string][] = [
      [0, "00"],
      [23, "17"],
      [24, "1818"],
      [255, "18ff"],
      [256, "190100"],
      [65_535, "19ffff"],
      [65_536, "1a00010000"],
      [4_294_967_295, "1affffffff"],
      [4_294_967_296, "1b0000000100000000"],
      [Number.MAX_SAFE_INTEGER, "1b001fffffffffffff"],
      [-1, "20"],
      [-24, "37"],
      [-25, "3818"],
      [Number.MIN_SAFE_INTEGER, "3b001ffffffffffffe"],
    ];
    for (const [value, hex] of steps) {
      expect(written((writer) => writer.integer(value))).toBe(hex);
      expect(written((writer) => writer.bigint(BigInt(value)))).toBe(hex);
    }
  });

  it("refuses what is no safe integer", () => {
    for (const value of [0.5, Number.NaN, Number.POSITIVE_INFINITY, 2 ** 53, -(2 ** 53)]) {
      expect(() => new CborWriter().integer(value)).toThrow("safe integers");
    }
  });

  it("returns any integer through the reader", () => {
    fc.assert(
      fc.property(anyInteger, (value) => {
        const writer = new CborWriter();
        writer.bigint(value);
        const reader = new CborReader(writer.finish());
        expect(reader.bigint()).toBe(value);
        reader.finish();
      }),
      { numRuns: 1_000 },
    );
  });
});

describe("writing text", () => {
  it("is the same whether short, long, plain or not", () => {
    fc.assert(
      fc.property(anyText, (text) => {
        const utf8 = new TextEncoder().encode(text);
        const expected = new CborWriter();
        expected.head(3, utf8.length);
        expected.raw(utf8);
        expect(written((writer) => writer.text(text))).toBe(bytesToHex(expected.finish()));
      }),
      { numRuns: 1_000 },
    );
  });

  it("refuses half of a surrogate pair instead of writing another character", () => {
    for (const text of ["\ud800", "a\udfff", `${"a".repeat(30)}\ud800b`]) {
      expect(() => new CborWriter().text(text)).toThrow("half a surrogate pair");
    }
    expect(written((writer) => writer.text("\ud83d\ude00"))).toBe("64f09f9880");
  });
});

describe("a writer", () => {
  it("grows with what is written", () => {
    const bytes = new Uint8Array(100_000).fill(7);
    const writer = new CborWriter();
    writer.head(4, 3);
    for (let at = 0; at < 3; at += 1) writer.bytes(bytes);
    const reader = new CborReader(writer.finish());
    expect(reader.arrayLength()).toBe(3);
    for (let at = 0; at < 3; at += 1) expect(bytesEqual(reader.bytes(), bytes)).toBe(true);
    reader.finish();
  });

  it("is empty after it has finished or was reset", () => {
    const writer = new CborWriter();
    writer.text("left over");
    writer.reset();
    writer.boolean(true);
    const first = writer.finish();
    writer.null();
    expect([bytesToHex(first), bytesToHex(writer.finish())]).toEqual(["f5", "f6"]);
  });

  it("hands out a copy that later writing does not touch", () => {
    const writer = new CborWriter();
    writer.integer(1);
    const first = writer.finish();
    writer.integer(2);
    expect(bytesToHex(first)).toBe("01");
  });

  it("puts already encoded bytes of any length where they belong", () => {
    for (const length of [0, 1, 31, 32, 33, 300]) {
      const raw = Uint8Array.from({ length }, (_, at) => at & 0xff);
      expect(
        written((writer) => {
          writer.boolean(false);
          writer.raw(raw);
          writer.boolean(true);
        }),
      ).toBe(`f4${bytesToHex(raw)}f5`);
    }
  });
});
