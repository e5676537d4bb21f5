// The reader takes the one deterministic encoding of each value and names why it refuses any other.
import { describe, expect, it } from "vitest";
import { CborReader } from "#src/core/cbor/reader.ts";
import { hexToBytes } from "#src/crypto/hex.ts";
import { reasonOf } from "#tests/support/refusal.ts";

const reader = (hex: string) => new CborReader(hexToBytes(hex));

describe("reading a number", () => {
  it("refuses every head longer than it need be", () => {
    for (const major of [0x00, 0x20, 0x40, 0x60, 0x80, 0xa0]) {
      const head = (short: number) => (major | short).toString(16).padStart(2, "0");
      const longer = [`${head(24)}17`, `${head(25)}00ff`, `${head(26)}0000ffff`, `${head(27)}00000000ffffffff`];
      for (const hex of longer) {
        // The content that such a head would announce follows, so that only its form is wrong.
        const bytes = Uint8Array.of(...hexToBytes(hex), ...new Array<number>(70_000).fill(0));
        const read = () => readByMajorType(new CborReader(bytes), major >>> 5);
        expect(reasonOf(read)).toMatch(/shortest form|end early/);
      }
      expect(reasonOf(() => readByMajorType(reader(`${head(24)}17${"00".repeat(60)}`), major >>> 5))).toMatch(
        /shortest/,
      );
    }
  });

  it("refuses reserved and indefinite additional information in every major type", () => {
    for (let major = 0; major < 7; major += 1) {
      for (const short of [28, 29, 30, 31]) {
        const byte = ((major << 5) | short).toString(16).padStart(2, "0");
        expect(reasonOf(() => reader(`${byte}00`).bigint())).toMatch(/not allowed/);
      }
    }
  });

  it("takes the ends of the safe integers as small ones, and refuses the next", () => {
    expect(reader("1b001fffffffffffff").integer()).toBe(Number.MAX_SAFE_INTEGER);
    expect(reader("3b001ffffffffffffe").integer()).toBe(Number.MIN_SAFE_INTEGER);
    for (const hex of ["1b0020000000000000", "3b001fffffffffffff", "1bffffffffffffffff", "c249010000000000000000"]) {
      expect(reasonOf(() => reader(hex).integer())).toBe("expected a small integer");
    }
  });

  it("takes 64 bits of either sign as a bigint", () => {
    expect(reader("1b0020000000000000").bigint()).toBe(2n ** 53n);
    expect(reader("1bffffffffffffffff").bigint()).toBe(2n ** 64n - 1n);
    expect(reader("3bffffffffffffffff").bigint()).toBe(-(2n ** 64n));
  });

  it("refuses a bignum that would fit a head, begins with a zero or is longer than 64 bytes", () => {
    const bignum = (bytes: string) => `c258${(bytes.length / 2).toString(16).padStart(2, "0")}${bytes}`;
    expect(reasonOf(() => reader("c248ffffffffffffffff").bigint())).toBe("a bignum is not in its shortest form");
    expect(reasonOf(() => reader("c240").bigint())).toBe("a bignum is not in its shortest form");
    expect(reasonOf(() => reader("c24900ffffffffffffffff").bigint())).toBe("a bignum is not in its shortest form");
    expect(reader(bignum("ff".repeat(64))).bigint()).toBe(2n ** 512n - 1n);
    expect(reasonOf(() => reader(bignum("ff".repeat(65))).bigint())).toBe("a bignum is too long");
  });

  it("refuses other tags, however large, and bignums that hold no bytes", () => {
    for (const hex of ["c001", "c101", "c401", "d81801", "db000000010000000201"]) {
      expect(reasonOf(() => reader(hex).bigint())).toBe("tags are not allowed");
    }
    expect(reasonOf(() => reader("c201").bigint())).toBe("a bignum holds bytes");
    expect(reasonOf(() => reader("c2").bigint())).toBe("the bytes end early");
  });
});

describe("reading a length", () => {
  it("refuses one that no input of this size could hold, without reserving memory for it", () => {
    for (const hex of ["5affffffff00", "7affffffff00", "9affffffff00", "baffffffff00", "42ff", "8300"]) {
      expect(reasonOf(() => readByMajorType(reader(hex), Number.parseInt(hex.slice(0, 2), 16) >>> 5))).toBe(
        "the bytes end early",
      );
    }
  });

  it("refuses one that is no safe integer", () => {
    for (const [hex, expected] of [
      ["5bffffffffffffffff00", "expected bytes"],
      ["7bffffffffffffffff00", "expected text"],
      ["9bffffffffffffffff00", "expected an array"],
      ["bbffffffffffffffff00", "expected a map"],
    ] as const) {
      expect(reasonOf(() => readByMajorType(reader(hex), Number.parseInt(hex.slice(0, 2), 16) >>> 5))).toBe(expected);
    }
  });
});

describe("reading text", () => {
  it("refuses bytes that are not UTF-8: overlong, surrogate, beyond Unicode or cut", () => {
    for (const hex of ["61ff", "62c080", "63eda080", "64f4908080", "62e282", "61c3", `781d${"61".repeat(28)}ff`]) {
      expect(reasonOf(() => reader(hex).text())).toBe("text is not UTF-8");
    }
  });

  it("keeps a byte order mark, which is a character like others", () => {
    expect(reader("63efbbbf").text()).toBe("\ufeff");
    expect(reader(`7818efbbbf${"61".repeat(21)}`).text()).toBe(`\ufeff${"a".repeat(21)}`);
  });

  it("gives the same text by the short and by the long way", () => {
    for (const length of [0, 1, 22, 23, 24, 25, 255, 256]) {
      const bytes = new TextEncoder().encode("x".repeat(length));
      const head = length < 24 ? [0x60 + length] : length < 256 ? [0x78, length] : [0x79, 1, 0];
      expect(new CborReader(Uint8Array.of(...head, ...bytes)).text()).toBe("x".repeat(length));
    }
  });
});

describe("a reader", () => {
  it("tells kinds apart and says what it expected", () => {
    const wrong: readonly [string, (reader: CborReader) => unknown, string][] = [
      ["40", (at) => at.integer(), "expected a small integer"],
      ["f5", (at) => at.bigint(), "expected an integer"],
      ["60", (at) => at.bytes(), "expected bytes"],
      ["40", (at) => at.text(), "expected text"],
      ["a0", (at) => at.arrayLength(), "expected an array"],
      ["80", (at) => at.mapLength(), "expected a map"],
      ["f6", (at) => at.boolean(), "expected true or false"],
      ["00", (at) => at.boolean(), "expected true or false"],
      ["", (at) => at.boolean(), "the bytes end early"],
      ["", (at) => at.takeNull(), "the bytes end early"],
      ["", (at) => at.peek(), "the bytes end early"],
    ];
    for (const [hex, read, reason] of wrong) expect(reasonOf(() => read(reader(hex)))).toBe(reason);
  });

  it("takes a null only where there is one", () => {
    const at = reader("f6f5");
    expect([at.takeNull(), at.takeNull(), at.boolean()]).toEqual([true, false, true]);
    at.finish();
  });

  it("takes expected bytes whole or not at all", () => {
    const at = reader("616161");
    expect(at.takeExact(hexToBytes("6162"))).toBe(false);
    expect(at.takeExact(hexToBytes("61616161"))).toBe(false);
    expect(at.offset).toBe(0);
    expect(at.takeExact(hexToBytes("616161"))).toBe(true);
    at.finish();
  });

  it("says at which byte it refused", () => {
    const at = reader("8200ff");
    at.arrayLength();
    at.integer();
    expect(() => at.integer()).toThrow(expect.objectContaining({ details: expect.objectContaining({ offset: 3 }) }));
  });

  it("reads a Buffer as the plain bytes that it holds, so that nothing read shares its memory or its habits", () => {
    const buffer = Buffer.from("42abcd", "hex");
    const bytes = new CborReader(buffer).bytes();
    expect(bytes.constructor).toBe(Uint8Array);
    const copy = bytes.slice();
    buffer.fill(0);
    expect([...copy]).toEqual([0xab, 0xcd]);
  });
});

function readByMajorType(reader: CborReader, majorType: number): unknown {
  if (majorType <= 1) return reader.bigint();
  if (majorType === 2) return reader.bytes();
  if (majorType === 3) return reader.text();
  return majorType === 4 ? reader.arrayLength() : reader.mapLength();
}
