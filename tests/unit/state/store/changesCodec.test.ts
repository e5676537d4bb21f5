// The row of a block's changes: decoded to what was encoded, and never decoded from anything else.
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { decodeChanges, encodeChanges } from "#src/state/store/changesCodec.ts";
import { StoreFault } from "#src/state/store/storeFault.ts";

const valueArbitrary = fc.option(fc.uint8Array({ maxLength: 40 }), { nil: undefined });
const changeArbitrary = fc.record({
  key: fc.stringMatching(/^[\x21-\x7e]{1,60}$/),
  before: valueArbitrary,
  after: valueArbitrary,
});

describe("changesCodec", () => {
  it("gives back every change, telling absent rows from empty ones", () => {
    fc.assert(
      fc.property(fc.array(changeArbitrary), (changes) => {
        expect(decodeChanges(encodeChanges(changes))).toEqual(changes);
      }),
    );
  });

  it("gives copies that do not keep the whole row in memory", () => {
    const encoded = encodeChanges([{ key: "a", before: Uint8Array.of(1), after: undefined }]);
    expect(decodeChanges(encoded)[0]?.before?.buffer.byteLength).toBe(1);
  });

  it("reads from bytes that lie within others", () => {
    const encoded = encodeChanges([{ key: "a", before: undefined, after: Uint8Array.of(1) }]);
    const surrounded = new Uint8Array(encoded.length + 4);
    surrounded.set(encoded, 2);
    expect(decodeChanges(surrounded.subarray(2, -2))).toEqual(decodeChanges(encoded));
  });

  it("takes every truncated, extended or unknown form for a fault of storage", () => {
    const encoded = encodeChanges([
      { key: "key", before: Uint8Array.of(1, 2), after: undefined },
      { key: "other", before: undefined, after: Uint8Array.of(3) },
    ]);
    for (let length = 0; length < encoded.length; length += 1) {
      expect(() => decodeChanges(encoded.slice(0, length))).toThrow(StoreFault);
    }
    expect(() => decodeChanges(Uint8Array.of(...encoded, 0))).toThrow(StoreFault);
    expect(() => decodeChanges(encoded.with(0, 9))).toThrow(StoreFault);
  });
});
