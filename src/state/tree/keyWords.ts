// Key hashes held as eight big-endian 32-bit words, so that bits and order are found by arithmetic instead of byte loops.
import { assert } from "#src/core/assert.ts";

export const keyLength = 32;
export const keyBits = 256;
export const keyWordCount = 8;

export function writeKeyWords(words: Int32Array, offset: number, keyHash: Uint8Array): void {
  assert(keyHash.length === keyLength, "a key hash has 32 bytes");
  for (let word = 0; word < keyWordCount; word += 1) {
    const byte = word * 4;
    words[offset + word] =
      ((keyHash[byte] as number) << 24) |
      ((keyHash[byte + 1] as number) << 16) |
      ((keyHash[byte + 2] as number) << 8) |
      (keyHash[byte + 3] as number);
  }
}

export function readKeyBytes(words: Int32Array, offset: number): Uint8Array {
  const keyHash = new Uint8Array(keyLength);
  const view = new DataView(keyHash.buffer);
  for (let word = 0; word < keyWordCount; word += 1) view.setInt32(word * 4, words[offset + word] as number);
  return keyHash;
}

/** Bit 0 is the highest bit of the first byte, so that keys in bit order are keys in byte order. */
export function bitOfKey(words: Int32Array, offset: number, bit: number): 0 | 1 {
  return (((words[offset + (bit >>> 5)] as number) >>> (31 - (bit & 31))) & 1) as 0 | 1;
}

/** The first bit at which two keys differ, or `keyBits` when they are the same key. */
export function firstDifferingBit(a: Int32Array, aOffset: number, b: Int32Array, bOffset: number): number {
  for (let word = 0; word < keyWordCount; word += 1) {
    const difference = (a[aOffset + word] as number) ^ (b[bOffset + word] as number);
    if (difference !== 0) return word * 32 + Math.clz32(difference);
  }
  return keyBits;
}
