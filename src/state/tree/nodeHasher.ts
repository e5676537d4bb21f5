// The two hashes of the tree, a leaf's and an inner node's, computed in one preallocated buffer each.
import { assert } from "#src/core/assert.ts";
import { sha256 } from "#src/crypto/sha256.ts";
import { hashLength, innerPrefix, leafPrefix } from "#src/proofs/proofSpec.ts";
import { keyLength } from "./keyWords.ts";

/** Writes the SHA-256 of `bytes` into `out`: an output that is used again makes a native hash half as dear. */
export type Sha256Into = (out: Uint8Array, bytes: Uint8Array) => void;

export const hashWordCount = 8;

/** For places without a native hash. */
export const portableSha256Into: Sha256Into = (out, bytes) => out.set(sha256(bytes));

export class NodeHasher {
  readonly #sha256Into: Sha256Into;
  readonly #leafInput = new Uint8Array(1 + keyLength + hashLength);
  // The prefix is the last byte of word 0, so that both children lie on word boundaries after it.
  readonly #innerWords = new Int32Array(1 + 2 * hashWordCount);
  readonly #innerInput = new Uint8Array(this.#innerWords.buffer, 3);
  readonly #outputWords = new Int32Array(hashWordCount);
  readonly #output = new Uint8Array(this.#outputWords.buffer);

  constructor(sha256Into: Sha256Into) {
    this.#sha256Into = sha256Into;
    this.#leafInput[0] = leafPrefix;
    this.#innerInput[0] = innerPrefix;
  }

  /** SHA256(0x00 || keyHash || valueHash), written at `offset`. */
  hashLeaf(keyHash: Uint8Array, valueHash: Uint8Array, target: Int32Array, offset: number): void {
    assert(keyHash.length === keyLength, "a key hash has 32 bytes");
    assert(valueHash.length === hashLength, "a value hash has 32 bytes");
    this.#leafInput.set(keyHash, 1);
    this.#leafInput.set(valueHash, 1 + keyLength);
    this.#sha256Into(this.#output, this.#leafInput);
    copyHash(this.#outputWords, 0, target, offset);
  }

  hashValue(value: Uint8Array): Uint8Array {
    const valueHash = new Uint8Array(hashLength);
    this.#sha256Into(valueHash, value);
    return valueHash;
  }

  /** Where `hashInner` expects the hash of the left (0) or right (1) child. */
  putChild(side: 0 | 1, words: Int32Array, offset: number): void {
    copyHash(words, offset, this.#innerWords, 1 + side * hashWordCount);
  }

  /** SHA256(0x01 || left || right) of the children put before, written at `offset`. */
  hashInner(target: Int32Array, offset: number): void {
    this.#sha256Into(this.#output, this.#innerInput);
    copyHash(this.#outputWords, 0, target, offset);
  }
}

export function copyHash(from: Int32Array, fromOffset: number, to: Int32Array, toOffset: number): void {
  for (let word = 0; word < hashWordCount; word += 1) to[toOffset + word] = from[fromOffset + word] as number;
}

export function hashesEqual(a: Int32Array, aOffset: number, b: Int32Array, bOffset: number): boolean {
  for (let word = 0; word < hashWordCount; word += 1) {
    if (a[aOffset + word] !== b[bOffset + word]) return false;
  }
  return true;
}
