// One text for one byte string, and the byte order that consensus sorts by.
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { bytesEqual, bytesToHex, compareBytes, concatBytes, HexError, hexToBytes } from "#src/crypto/hex.ts";

function faultOf(text: string): string | undefined {
  try {
    hexToBytes(text);
    return undefined;
  } catch (error) {
    return error instanceof HexError ? error.fault : "another error";
  }
}

const bytes = fc.uint8Array({ maxLength: 40 });

describe("hexadecimal text", () => {
  it("returns to the same bytes", () => {
    fc.assert(
      fc.property(bytes, (value) => {
        expect([...hexToBytes(bytesToHex(value))]).toEqual([...value]);
      }),
    );
  });

  it("is lower-case with two digits for each byte", () => {
    expect(bytesToHex(Uint8Array.of(0, 10, 171, 255))).toBe("000aabff");
  });

  it("reads the empty text as no bytes", () => {
    expect(hexToBytes("").length).toBe(0);
  });

  it("refuses upper case, other characters and spaces by name", () => {
    for (const text of ["AB", "aB", "0x00", "zz", " 00", "00\n", "é0"]) expect(faultOf(text)).toBe("notLowerCaseHex");
  });

  it("refuses an odd number of digits by name", () => {
    expect(faultOf("abc")).toBe("oddLength");
  });
});

describe("the order of bytes", () => {
  it("compares byte by byte as unsigned numbers", () => {
    expect(compareBytes(Uint8Array.of(1, 2), Uint8Array.of(1, 3))).toBe(-1);
    expect(compareBytes(Uint8Array.of(0xff), Uint8Array.of(0x7f))).toBe(1);
  });

  it("puts a prefix before what it begins", () => {
    expect(compareBytes(Uint8Array.of(1), Uint8Array.of(1, 0))).toBe(-1);
    expect(compareBytes(new Uint8Array(0), Uint8Array.of(0))).toBe(-1);
  });

  it("agrees with the order of the hexadecimal texts, and with Node", () => {
    fc.assert(
      fc.property(bytes, bytes, (a, b) => {
        const [textOfA, textOfB] = [bytesToHex(a), bytesToHex(b)];
        expect(compareBytes(a, b)).toBe(textOfA < textOfB ? -1 : textOfA > textOfB ? 1 : 0);
        expect(compareBytes(a, b)).toBe(Buffer.compare(a, b));
        expect(bytesEqual(a, b)).toBe(textOfA === textOfB);
      }),
    );
  });
});

describe("joined bytes", () => {
  it("are the parts in their order", () => {
    expect([...concatBytes(Uint8Array.of(1), new Uint8Array(0), Uint8Array.of(2, 3))]).toEqual([1, 2, 3]);
  });
});
