// The examples of RFC 8949: those within deterministic encoding are read and written back, all others are refused.
import { describe, expect, it } from "vitest";
import { type CborValue, decodeCbor, encodeCbor } from "#src/core/cbor/value.ts";
import { bytesToHex, hexToBytes } from "#src/crypto/hex.ts";
import { refusalOf } from "#tests/support/refusal.ts";
import vectors from "./rfc8949.json" with { type: "json" };

interface Accepted {
  readonly hex: string;
  readonly integer?: string;
  readonly bytes?: string;
  readonly value?: unknown;
}

/** JSON knows no bigint: whole numbers in it stand for one. */
function withBigints(value: unknown): CborValue {
  if (typeof value === "number") return BigInt(value);
  if (Array.isArray(value)) return value.map(withBigints);
  if (typeof value === "object" && value !== null) {
    return Object.fromEntries(Object.entries(value).map(([key, member]) => [key, withBigints(member)]));
  }
  return value as CborValue;
}

function expectedOf({ integer, bytes, value }: Accepted): CborValue {
  if (integer !== undefined) return BigInt(integer);
  if (bytes !== undefined) return hexToBytes(bytes);
  return withBigints(value);
}

describe("the examples of RFC 8949, appendix A", () => {
  it.each(vectors.accepted as readonly Accepted[])("reads and writes $hex", (vector) => {
    const value = expectedOf(vector);
    expect(bytesToHex(encodeCbor(value))).toBe(vector.hex);
    expect(bytesToHex(encodeCbor(decodeCbor(hexToBytes(vector.hex))))).toBe(vector.hex);
    if (!(value instanceof Uint8Array))
      expect(JSON.stringify(plain(decodeCbor(hexToBytes(vector.hex))))).toBe(JSON.stringify(plain(value)));
  });

  it.each(vectors.refused)("refuses $hex: $why", ({ hex }) => {
    expect(refusalOf(() => decodeCbor(hexToBytes(hex)))).toBe("core/malformedEncoding");
  });
});

describe("the malformed items of RFC 8949, appendix F", () => {
  it.each(vectors.malformed)("refuses $hex: $why", ({ hex }) => {
    expect(refusalOf(() => decodeCbor(hexToBytes(hex)))).toBe("core/malformedEncoding");
  });
});

function plain(value: CborValue): unknown {
  if (typeof value === "bigint") return value.toString();
  if (Array.isArray(value)) return value.map(plain);
  if (typeof value === "object" && value !== null) {
    return Object.fromEntries(Object.entries(value).map(([key, member]) => [key, plain(member as CborValue)]));
  }
  return value;
}
