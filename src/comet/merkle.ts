// CometBFT's Merkle tree, which is RFC 6962's: leaves and inner nodes hashed under different prefixes.
import { present } from "#src/core/assert.ts";
import { bytesEqual } from "#src/crypto/hex.ts";
import { type Sha256, sha256, sha256Length } from "#src/crypto/sha256.ts";

const leafPrefix = 0;
const innerPrefix = 1;

export interface MerkleProof {
  readonly total: number;
  readonly index: number;
  readonly leafHash: Uint8Array;
  /** The siblings on the way from the leaf to the root; a node without a sibling rises as it is. */
  readonly aunts: readonly Uint8Array[];
}

export function merkleRoot(leaves: readonly Uint8Array[], hash: Sha256 = sha256): Uint8Array {
  if (leaves.length === 0) return hash(new Uint8Array(0));
  let level = hashLeaves(leaves, hash);
  while (level.length > 1) level = levelAbove(level, hash);
  return present(level[0], "a tree with leaves has a root");
}

export function proveLeaf(leaves: readonly Uint8Array[], index: number, hash: Sha256 = sha256): MerkleProof {
  let level = hashLeaves(leaves, hash);
  const leafHash = present(level[index], "the leaf to prove is one of the leaves");
  const aunts: Uint8Array[] = [];
  for (let position = index; level.length > 1; position >>>= 1) {
    const aunt = level[position ^ 1];
    if (aunt !== undefined) aunts.push(aunt);
    level = levelAbove(level, hash);
  }
  return { total: leaves.length, index, leafHash, aunts };
}

/** Whether the leaf stands under the root at the index that the proof names. */
export function verifyLeaf(proof: MerkleProof, leaf: Uint8Array, root: Uint8Array, hash: Sha256 = sha256): boolean {
  if (!bytesEqual(proof.leafHash, leafHashOf(leaf, hash))) return false;
  const computed = rootFromAunts(proof, hash);
  return computed !== undefined && bytesEqual(computed, root);
}

function rootFromAunts({ total, index, leafHash, aunts }: MerkleProof, hash: Sha256): Uint8Array | undefined {
  if (!Number.isSafeInteger(total) || !Number.isSafeInteger(index) || index < 0 || index >= total) return undefined;
  const hashInner = innerHasher(hash);
  let node = leafHash;
  let used = 0;
  let position = BigInt(index);
  for (let width = BigInt(total); width > 1n; width = (width + 1n) / 2n) {
    const isRight = position % 2n === 1n;
    if (isRight || position + 1n < width) {
      const aunt = aunts[used];
      if (aunt === undefined || aunt.length !== sha256Length) return undefined;
      node = isRight ? hashInner(aunt, node) : hashInner(node, aunt);
      used += 1;
    }
    position /= 2n;
  }
  return used === aunts.length ? node : undefined;
}

function hashLeaves(leaves: readonly Uint8Array[], hash: Sha256): Uint8Array[] {
  return leaves.map((leaf) => leafHashOf(leaf, hash));
}

function leafHashOf(leaf: Uint8Array, hash: Sha256): Uint8Array {
  const prefixed = new Uint8Array(1 + leaf.length);
  prefixed[0] = leafPrefix;
  prefixed.set(leaf, 1);
  return hash(prefixed);
}

// One buffer serves a whole level: the hash has read it before the next pair is written.
function innerHasher(hash: Sha256): (left: Uint8Array, right: Uint8Array) => Uint8Array {
  const pair = new Uint8Array(1 + 2 * sha256Length);
  pair[0] = innerPrefix;
  return (left, right) => {
    pair.set(left, 1);
    pair.set(right, 1 + sha256Length);
    return hash(pair);
  };
}

// Pairing neighbours level by level splits at the largest power of two below the count, as RFC 6962 asks.
function levelAbove(level: readonly Uint8Array[], hash: Sha256): Uint8Array[] {
  const hashInner = innerHasher(hash);
  const above: Uint8Array[] = [];
  for (let index = 0; index < level.length; index += 2) {
    const left = level[index];
    const right = level[index + 1];
    if (left !== undefined) above.push(right === undefined ? left : hashInner(left, right));
  }
  return above;
}
