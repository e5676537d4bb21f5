// The order found without objects is the order that a plain sort finds.
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { Fault } from "#src/core/assert.ts";
import { keyOrder } from "#src/state/tree/keyOrder.ts";

describe("keyOrder", () => {
  it("sorts by the leading word, without sign, and then by comparing whole keys", () => {
    const wordArbitrary = fc.oneof(fc.nat(3), fc.integer({ min: 0, max: 0xffff_ffff }), fc.constant(0x8000_0000));
    fc.assert(
      fc.property(fc.array(wordArbitrary, { maxLength: 300 }), (words) => {
        // Positions stand for the rest of the key, in reverse, so that a tie is not settled by chance.
        const order = keyOrder(Uint32Array.from(words), (a, b) => b - a);
        const expected = words.map((_, position) => position);
        expected.sort((a, b) => (words[a] ?? 0) - (words[b] ?? 0) || b - a);
        expect([...order]).toEqual(expected);
      }),
    );
  });

  it("refuses as a fault two equal keys", () => {
    expect(() => keyOrder(Uint32Array.of(5, 4, 5), () => 0)).toThrow(Fault);
  });
});
