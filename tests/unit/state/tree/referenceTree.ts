// The tree as its definition reads, from the keys alone: slow, and sharing nothing with the code under test but SHA-256.
import fc from "fast-check";
import { bytesToHex, hexToBytes } from "#src/crypto/hex.ts";
import { sha256 } from "#src/crypto/sha256.ts";
import type { LeafChange } from "#src/state/tree/changeBatch.ts";

/** Values by the hexadecimal text of their key hash. */
export type Entries = ReadonlyMap<string, Uint8Array>;

export function referenceRoot(entries: Entries): Uint8Array {
  const keys = [...entries.keys()].sort();
  return keys.length === 0 ? new Uint8Array(32) : subtreeHash(entries, keys, 0);
}

function subtreeHash(entries: Entries, keys: readonly string[], bit: number): Uint8Array {
  const [only] = keys;
  if (keys.length === 1 && only !== undefined) {
    return sha256(Uint8Array.of(0), hexToBytes(only), sha256(entries.get(only) ?? new Uint8Array(0)));
  }
  const left = keys.filter((key) => !hasBit(key, bit));
  const right = keys.filter((key) => hasBit(key, bit));
  if (left.length === 0 || right.length === 0) return subtreeHash(entries, keys, bit + 1);
  return sha256(Uint8Array.of(1), subtreeHash(entries, left, bit + 1), subtreeHash(entries, right, bit + 1));
}

function hasBit(key: string, bit: number): boolean {
  const digit = Number.parseInt(key.charAt(bit >> 2), 16);
  return ((digit >> (3 - (bit & 3))) & 1) === 1;
}

export function changesOf(entries: Entries): LeafChange[] {
  return [...entries].map(([key, value]) => ({ keyHash: hexToBytes(key), valueHash: sha256(value) }));
}

/** The changes that turn one set of entries into another. */
export function changesBetween(before: Entries, after: Entries): LeafChange[] {
  const removals = [...before.keys()].filter((key) => !after.has(key));
  return [...removals.map((key) => ({ keyHash: hexToBytes(key), valueHash: undefined })), ...changesOf(after)];
}

export function readFrom(entries: Entries): (keyHash: Uint8Array) => Uint8Array | undefined {
  return (keyHash) => entries.get(bytesToHex(keyHash));
}

/** Entries with keys like those of the ledger: hashes. */
export function hashedEntries(count: number, label = "row"): Map<string, Uint8Array> {
  const text = new TextEncoder();
  const entries = new Map<string, Uint8Array>();
  for (let index = 0; index < count; index += 1) {
    entries.set(bytesToHex(sha256(text.encode(`${label}/${index}`))), text.encode(`value ${index}`));
  }
  return entries;
}

/** A key of zeros but for one bit: with all of them, the tree is as deep as it can be. */
export function keyWithBit(bit: number): Uint8Array {
  const key = new Uint8Array(32);
  key[bit >> 3] = 0x80 >> (bit & 7);
  return key;
}

/** Keys spread like hashes, keys that share long beginnings, and keys that differ in a single bit. */
export const keyArbitrary: fc.Arbitrary<Uint8Array> = fc.oneof(
  fc.uint8Array({ minLength: 32, maxLength: 32 }),
  fc.array(fc.constantFrom(0, 0x80, 0xff), { minLength: 2, maxLength: 2 }).map(([first = 0, last = 0]) => {
    const key = new Uint8Array(32).fill(first);
    key[31] = last;
    return key;
  }),
  fc.nat(255).map(keyWithBit),
);

export const entriesArbitrary: fc.Arbitrary<Entries> = fc
  .array(fc.tuple(keyArbitrary, fc.uint8Array({ minLength: 1, maxLength: 4 })), { maxLength: 40 })
  .map((rows) => new Map(rows.map(([key, value]) => [bytesToHex(key), value])));
