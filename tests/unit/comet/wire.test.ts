// The encoding of fields, held against another implementation of protocol buffers.
import { BinaryReader, BinaryWriter } from "cosmjs-types/binary";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { WireWriter } from "#src/comet/wire.ts";
import { Fault } from "#src/core/assert.ts";
import { bytesToHex } from "#src/crypto/hex.ts";

const int64 = fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n });
const nonZeroInteger = fc.maxSafeInteger().filter((value) => value !== 0);

describe("an integer field", () => {
  it("is written as by another implementation, whatever its sign and size", () => {
    fc.assert(
      fc.property(int64, (value) => {
        const theirs = value === 0n ? new Uint8Array(0) : BinaryWriter.create().uint32(8).int64(value).finish();
        expect(bytesToHex(new WireWriter().integer(1, value).finish())).toBe(bytesToHex(theirs));
      }),
    );
  });

  it("is the same from a number as from a bigint", () => {
    for (const value of [1, 127, 128, 16_383, 16_384, 2 ** 31 - 1, 2 ** 31, 2 ** 32, 2 ** 53 - 1, -1, -(2 ** 31)]) {
      const fromBigint = new WireWriter().integer(3, BigInt(value)).finish();
      expect(bytesToHex(new WireWriter().integer(3, value).finish())).toBe(bytesToHex(fromBigint));
    }
  });

  it("takes no number that is not a whole and exact one", () => {
    for (const value of [0.5, 1.5, -1.5, 2 ** 53, Number.NaN, Number.POSITIVE_INFINITY]) {
      expect(() => new WireWriter().integer(1, value)).toThrow(Fault);
      expect(() => new WireWriter().fixedInteger(1, value)).toThrow(Fault);
    }
  });
});

describe("a fixed integer field", () => {
  it("reads back as what was written", () => {
    fc.assert(
      fc.property(nonZeroInteger, (value) => {
        const reader = new BinaryReader(new WireWriter().fixedInteger(2, value).finish());
        expect(reader.uint32()).toBe((2 << 3) | 1);
        expect(reader.sfixed64()).toBe(BigInt(value));
      }),
    );
  });
});

describe("bytes, texts and embedded messages", () => {
  it("leave out what is empty, but for embedded messages", () => {
    const empty = new Uint8Array(0);
    expect(new WireWriter().bytes(1, empty).text(2, "").integer(3, 0).fixedInteger(4, 0).finish().length).toBe(0);
    expect(bytesToHex(new WireWriter().embedded(5, empty).finish())).toBe("2a00");
  });

  it("are written one after another, however far they outgrow the capacity", () => {
    fc.assert(
      fc.property(
        fc.array(fc.uint8Array({ minLength: 1, maxLength: 300 }), { maxLength: 6 }),
        fc.constantFrom("", "kedge", "ключ 锚 😀", "x".repeat(300)),
        (parts, text) => {
          const ours = new WireWriter(1);
          const theirs = BinaryWriter.create();
          for (const part of parts) {
            ours.bytes(20, part);
            theirs.uint32((20 << 3) | 2).bytes(part);
          }
          ours.text(1, text);
          if (text !== "") theirs.uint32(10).bytes(new TextEncoder().encode(text));
          expect(bytesToHex(ours.finish())).toBe(bytesToHex(theirs.finish()));
        },
      ),
    );
  });
});
