// Merkle roots and proofs: every leaf is provable at its place, and nowhere else.
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type MerkleProof, merkleRoot, proveLeaf, verifyLeaf } from "#src/comet/merkle.ts";
import { Fault } from "#src/core/assert.ts";
import { bytesToHex } from "#src/crypto/hex.ts";
import { sha256 } from "#src/crypto/sha256.ts";
import { nativeSha256 } from "#src/node/nativeCrypto.ts";

const leavesArbitrary = fc.array(fc.uint8Array({ maxLength: 40 }), { minLength: 1, maxLength: 40 });

// The definition of RFC 6962, by halves, against the implementation by levels.
function rootByDefinition(leaves: readonly Uint8Array[]): Uint8Array {
  const [only] = leaves;
  if (only === undefined) return sha256();
  if (leaves.length === 1) return sha256(Uint8Array.of(0), only);
  let half = 1;
  while (half * 2 < leaves.length) half *= 2;
  return sha256(Uint8Array.of(1), rootByDefinition(leaves.slice(0, half)), rootByDefinition(leaves.slice(half)));
}

function bent(bytes: Uint8Array): Uint8Array {
  const copy = Uint8Array.from(bytes);
  copy[0] = (copy[0] ?? 0) ^ 1;
  return copy;
}

const threeLeaves = [Uint8Array.of(1), Uint8Array.of(2), Uint8Array.of(3)];

describe("a Merkle root", () => {
  it("is the one that RFC 6962 defines", () => {
    fc.assert(
      fc.property(leavesArbitrary, (leaves) => {
        expect(bytesToHex(merkleRoot(leaves))).toBe(bytesToHex(rootByDefinition(leaves)));
      }),
    );
  });

  it("is the same under a hash that is passed in", () => {
    fc.assert(
      fc.property(leavesArbitrary, (leaves) => {
        expect(bytesToHex(merkleRoot(leaves, nativeSha256))).toBe(bytesToHex(merkleRoot(leaves)));
      }),
    );
  });

  it("changes with the order of the leaves", () => {
    expect(merkleRoot(threeLeaves)).not.toEqual(merkleRoot(threeLeaves.toReversed()));
  });
});

describe("an inclusion proof", () => {
  it("verifies for every leaf of every tree", () => {
    fc.assert(
      fc.property(leavesArbitrary, (leaves) => {
        const root = merkleRoot(leaves);
        for (const [index, leaf] of leaves.entries()) {
          expect(verifyLeaf(proveLeaf(leaves, index), leaf, root)).toBe(true);
        }
      }),
      { numRuns: 30 },
    );
  });

  it("does not verify for another leaf, root, place, size or path", () => {
    fc.assert(
      fc.property(leavesArbitrary, fc.nat(), (leaves, pick) => {
        const index = pick % leaves.length;
        const leaf = leaves[index] ?? new Uint8Array(0);
        const root = merkleRoot(leaves);
        const proof = proveLeaf(leaves, index);
        expect(verifyLeaf(proof, bent(Uint8Array.of(...leaf, 0)), root)).toBe(false);
        expect(verifyLeaf(proof, leaf, bent(root))).toBe(false);
        const spoilt: MerkleProof[] = [
          { ...proof, leafHash: bent(proof.leafHash) },
          { ...proof, aunts: [...proof.aunts, root] },
          { ...proof, index: leaves.length },
          { ...proof, index: -1 },
          { ...proof, index: 0.5 },
          { ...proof, total: 0 },
        ];
        if (proof.aunts.length > 0) {
          spoilt.push({ ...proof, aunts: proof.aunts.slice(1) }, { ...proof, aunts: proof.aunts.map(bent) });
          spoilt.push({ ...proof, aunts: proof.aunts.map((aunt) => aunt.slice(1)) });
        }
        for (const each of spoilt) expect(verifyLeaf(each, leaf, root)).toBe(false);
      }),
    );
  });

  it("does not pass an inner node off as a leaf", () => {
    const [first, second] = [Uint8Array.of(1), Uint8Array.of(2)];
    const root = merkleRoot([first, second]);
    const pair = Uint8Array.of(...sha256(Uint8Array.of(0), first), ...sha256(Uint8Array.of(0), second));
    expect(verifyLeaf({ total: 1, index: 0, leafHash: root, aunts: [] }, pair, root)).toBe(false);
  });

  it("can be made only for a leaf that is there", () => {
    for (const index of [-1, 3, 0.5]) expect(() => proveLeaf(threeLeaves, index)).toThrow(Fault);
  });
});
