// Keys as words keep the order, the bits and the bytes of the key.
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { Fault } from "#src/core/assert.ts";
import { compareBytes } from "#src/crypto/hex.ts";
import { bitOfKey, firstDifferingBit, keyBits, readKeyBytes, writeKeyWords } from "#src/state/tree/keyWords.ts";
import { keyArbitrary, keyWithBit } from "./referenceTree.ts";

function wordsOf(keyHash: Uint8Array): Int32Array {
  const words = new Int32Array(8);
  writeKeyWords(words, 0, keyHash);
  return words;
}

describe("key words", () => {
  it("give back the bytes they were written from", () => {
    fc.assert(
      fc.property(keyArbitrary, (keyHash) => {
        expect(readKeyBytes(wordsOf(keyHash), 0)).toEqual(new Uint8Array(keyHash));
      }),
    );
  });

  it("count bits from the highest bit of the first byte", () => {
    for (let bit = 0; bit < keyBits; bit += 1) {
      const words = wordsOf(keyWithBit(bit));
      expect(bitOfKey(words, 0, bit)).toBe(1);
      expect(firstDifferingBit(words, 0, new Int32Array(8), 0)).toBe(bit);
    }
  });

  it("order keys by the first bit at which they differ, as bytes do", () => {
    fc.assert(
      fc.property(keyArbitrary, keyArbitrary, (a, b) => {
        const bit = firstDifferingBit(wordsOf(a), 0, wordsOf(b), 0);
        const order = bit === keyBits ? 0 : bitOfKey(wordsOf(a), 0, bit) - bitOfKey(wordsOf(b), 0, bit);
        expect(order).toBe(compareBytes(a, b));
      }),
    );
  });

  it("refuse as a fault a key of another length", () => {
    expect(() => writeKeyWords(new Int32Array(8), 0, new Uint8Array(33))).toThrow(Fault);
  });
});
