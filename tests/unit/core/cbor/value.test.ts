// Values without a schema: every value has one encoding, every encoding one value, and another codec agrees.
import { decode as cborgDecode, encode as cborgEncode, rfc8949EncodeOptions } from "cborg";
import { bigIntDecoder, bigIntEncoder, bigNegIntDecoder } from "cborg/taglib";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type CborValue, compareEncodedKeys, decodeCbor, encodeCbor, encodeText } from "#src/core/cbor/value.ts";
import { limits } from "#src/core/limits.ts";
import { bytesToHex, hexToBytes } from "#src/crypto/hex.ts";
import { anyCborValue, anyText } from "#tests/support/cborValues.ts";
import { reasonOf, refusalOf } from "#tests/support/refusal.ts";

const isEqual = (left: CborValue, right: CborValue) => bytesToHex(encodeCbor(left)) === bytesToHex(encodeCbor(right));

describe("a value without a schema", () => {
  it("returns from its encoding, which is the only one", () => {
    fc.assert(
      fc.property(anyCborValue, (value) => {
        const bytes = encodeCbor(value);
        const decoded = decodeCbor(bytes);
        expect(bytesToHex(encodeCbor(decoded))).toBe(bytesToHex(bytes));
        expect(decoded).toStrictEqual(withNullPrototypes(value));
      }),
      { numRuns: 500 },
    );
  });

  it("is encoded as an independent codec encodes it", () => {
    const options = {
      ...rfc8949EncodeOptions,
      typeEncoders: { ...rfc8949EncodeOptions.typeEncoders, bigint: bigIntEncoder },
    };
    fc.assert(
      fc.property(anyCborValue, (value) => {
        expect(bytesToHex(encodeCbor(value))).toBe(bytesToHex(cborgEncode(value, options)));
      }),
      { numRuns: 500 },
    );
  });

  it("is decoded as an independent codec decodes it", () => {
    const tags = { 2: bigIntDecoder, 3: bigNegIntDecoder };
    const options = { strict: true, allowIndefinite: false, rejectDuplicateMapKeys: true, tags };
    fc.assert(
      fc.property(anyCborValue, (value) => {
        const bytes = encodeCbor(value);
        expect(comparable(decodeCbor(bytes))).toStrictEqual(comparable(cborgDecode(bytes, options)));
      }),
      { numRuns: 500 },
    );
  });

  it("is refused when cut short at any byte, and when a byte follows", () => {
    fc.assert(
      fc.property(anyCborValue, (value) => {
        const bytes = encodeCbor(value);
        for (let length = 0; length < bytes.length; length += 1) {
          expect(refusalOf(() => decodeCbor(bytes.slice(0, length)))).toBe("core/malformedEncoding");
        }
        expect(reasonOf(() => decodeCbor(Uint8Array.of(...bytes, 0)))).toBe("bytes follow the value");
      }),
      { numRuns: 100 },
    );
  });

  it("is never read from bytes that it would not be written as", () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 40 }), (bytes) => {
        let value: CborValue;
        try {
          value = decodeCbor(bytes);
        } catch {
          return;
        }
        expect(bytesToHex(encodeCbor(value))).toBe(bytesToHex(bytes));
      }),
      { numRuns: 20_000 },
    );
  });

  it("is another value, or refused, after any one byte is changed", () => {
    fc.assert(
      fc.property(anyCborValue, fc.nat(), fc.integer({ min: 1, max: 255 }), (value, place, change) => {
        const bytes = encodeCbor(value);
        const at = place % bytes.length;
        const changed = bytes.slice();
        changed[at] = (bytes[at] ?? 0) ^ change;
        let other: CborValue;
        try {
          other = decodeCbor(changed);
        } catch {
          return;
        }
        expect(isEqual(other, value)).toBe(false);
      }),
      { numRuns: 1_000 },
    );
  });

  it("keeps a key such as __proto__ an ordinary key", () => {
    const bytes = hexToBytes("a1695f5f70726f746f5f5f01");
    const decoded = decodeCbor(bytes) as Record<string, CborValue>;
    expect(Object.keys(decoded)).toEqual(["__proto__"]);
    expect(bytesToHex(encodeCbor(decoded))).toBe(bytesToHex(bytes));
  });

  it("may be nested as deeply as the limit, and not deeper", () => {
    const nested = (depth: number) => Uint8Array.of(...new Array<number>(depth).fill(0x81), 0x00);
    expect(bytesToHex(encodeCbor(decodeCbor(nested(limits.nestingMax))))).toBe(bytesToHex(nested(limits.nestingMax)));
    expect(reasonOf(() => decodeCbor(nested(limits.nestingMax + 1)))).toBe("nested too deeply");
  });

  it("has no encoding when it is undefined, a number or a function", () => {
    for (const value of [undefined, 1, () => 1]) expect(() => encodeCbor(value as never)).toThrow("no CBOR form");
  });
});

describe("the keys of a map", () => {
  const map = (...keys: readonly string[]) => hexToBytes(`a${keys.length}${keys.map((key) => `${key}00`).join("")}`);

  it("are refused when unsorted", () => {
    expect(reasonOf(() => decodeCbor(map("6162", "6161")))).toBe("map keys are not sorted or not unique");
  });

  it("are refused when repeated", () => {
    expect(reasonOf(() => decodeCbor(map("6161", "6161")))).toBe("map keys are not sorted or not unique");
  });

  it("are sorted by their encodings, so a shorter one comes first", () => {
    expect(bytesToHex(encodeCbor({ aa: 1n, b: 2n }))).toBe("a2616202626161" + "01");
    expect(reasonOf(() => decodeCbor(map("626161", "6162")))).toBe("map keys are not sorted or not unique");
  });

  it("compare as their bytes do", () => {
    fc.assert(
      fc.property(anyText, anyText, (left, right) => {
        const expected = Buffer.compare(encodeText(left), encodeText(right));
        expect(Math.sign(compareEncodedKeys(encodeText(left), encodeText(right)))).toBe(expected);
      }),
    );
  });
});

/** The decoder gives maps without a prototype. */
function withNullPrototypes(value: CborValue): CborValue {
  if (Array.isArray(value)) return value.map(withNullPrototypes);
  if (typeof value !== "object" || value === null || value instanceof Uint8Array) return value;
  const map = Object.create(null) as Record<string, CborValue>;
  for (const [key, member] of Object.entries(value)) map[key] = withNullPrototypes(member as CborValue);
  return map;
}

/** Small integers are numbers for the other codec; maps become sorted lists. */
function comparable(value: unknown): unknown {
  if (typeof value === "number") return BigInt(value);
  if (value instanceof Uint8Array) return bytesToHex(value);
  if (Array.isArray(value)) return value.map(comparable);
  if (typeof value !== "object" || value === null) return value;
  const entries = Object.entries(value).map(([key, member]): [string, unknown] => [key, comparable(member)]);
  return entries.sort(([left], [right]) => (left < right ? -1 : 1));
}
