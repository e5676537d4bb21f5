// Our verifier accepts only proofs of exactly our form; forgeries that a looser rule lets pass are shown beside it.
import { ics23, verifyMembership, verifyNonMembership } from "@confio/ics23";
import { describe, expect, it } from "vitest";
import { bytesToHex, compareBytes, concatBytes, hexToBytes } from "#src/crypto/hex.ts";
import { sha256 } from "#src/crypto/sha256.ts";
import type { ExistenceProof, NonExistenceProof } from "#src/proofs/proof.ts";
import { encodeCommitmentProof } from "#src/proofs/proofBytes.ts";
import { proofSpec } from "#src/proofs/proofSpec.ts";
import { verifyAbsence, verifyPresence } from "#src/proofs/verify.ts";
import { portableSha256Into } from "#src/state/tree/nodeHasher.ts";
import { StateTree } from "#src/state/tree/stateTree.ts";
import { changesOf, hashedEntries, keyWithBit, readFrom } from "#tests/unit/state/tree/referenceTree.ts";

const entries = hashedEntries(40);
const tree = new StateTree(portableSha256Into);
tree.update(changesOf(entries));
const { root } = tree;
const keys = [...entries.keys()].sort().map(hexToBytes);

function existenceOf(position: number): ExistenceProof {
  const keyHash = keys.at(position) ?? new Uint8Array(0);
  const proof = tree.proveExistence(keyHash, entries.get(bytesToHex(keyHash)) ?? new Uint8Array(0));
  if (proof === undefined) throw new Error("the test's own keys are in its tree");
  return proof;
}

function absenceOf(keyHash: Uint8Array): NonExistenceProof {
  const answer = tree.proveAbsence(keyHash, readFrom(entries));
  if (answer.kind !== "proved") throw new Error("the test asks for an absent key");
  return answer.proof;
}

const acceptsPresence = (exist: ExistenceProof, keyHash = exist.key, value = exist.value) =>
  verifyPresence({ root, keyHash, value, proof: encodeCommitmentProof({ exist }) });

const acceptsAbsence = (nonexist: NonExistenceProof, keyHash = nonexist.key) =>
  verifyAbsence({ root, keyHash, proof: encodeCommitmentProof({ nonexist }) });

/** The same leaf preimage with the first bytes of the key moved into the leaf's prefix. */
function withShortenedKey(proof: ExistenceProof, bytes: number, length: number): ExistenceProof {
  const prefix = concatBytes(proof.leaf.prefix, proof.key.subarray(0, bytes));
  return { ...proof, key: proof.key.subarray(bytes), leaf: { ...proof.leaf, prefix, length } };
}

describe("verifyPresence", () => {
  it("accepts a proof for its own root, key and value, and for no other", () => {
    const exist = existenceOf(7);
    const proof = encodeCommitmentProof({ exist });
    const { key: keyHash, value } = exist;
    expect(verifyPresence({ root, keyHash, value, proof })).toBe(true);
    expect(verifyPresence({ root: sha256(root), keyHash, value, proof })).toBe(false);
    expect(verifyPresence({ root, keyHash: sha256(keyHash), value, proof })).toBe(false);
    expect(verifyPresence({ root, keyHash, value: sha256(value), proof })).toBe(false);
    expect(verifyPresence({ root, keyHash, value: new Uint8Array(0), proof })).toBe(false);
    expect(verifyPresence({ root: new Uint8Array(32), keyHash, value, proof })).toBe(false);
  });

  it("rejects operations other than those of the specification, even where they hash to the root", () => {
    const exist = existenceOf(7);
    const { leaf, path } = exist;
    expect(acceptsPresence({ ...exist, leaf: { ...leaf, length: 0 } })).toBe(false);
    expect(acceptsPresence({ ...exist, leaf: { ...leaf, prehashValue: 0 } })).toBe(false);
    expect(acceptsPresence({ ...exist, leaf: { ...leaf, hash: 2 } })).toBe(false);
    expect(acceptsPresence({ ...exist, path: path.map((step) => ({ ...step, hash: 2 })) })).toBe(false);
    expect(acceptsPresence({ ...exist, path: path.slice(1) })).toBe(false);
    expect(acceptsPresence(withShortenedKey(exist, 1, 0))).toBe(false);
    expect(acceptsPresence(withShortenedKey(exist, 1, 7))).toBe(false);
  });

  it("rejects an absence proof, and bytes that are no proof", () => {
    const { key: keyHash, value } = existenceOf(0);
    const absence = encodeCommitmentProof({ nonexist: absenceOf(keyWithBit(5)) });
    expect(verifyPresence({ root, keyHash, value, proof: absence })).toBe(false);
    expect(verifyPresence({ root, keyHash, value, proof: new Uint8Array(0) })).toBe(false);
  });

  // @confio/ics23 lets an inner step begin with exactly the leaf's prefix, so that a leaf can be read as an inner node
  // over its own key. It then falls to the key not being the hash of a forged leaf.
  it("rejects a leaf read as an inner node, which another verifier lets pass", () => {
    const forgedKey = sha256(Uint8Array.of(1));
    const forgedValue = Uint8Array.of(2);
    const rowKey = sha256(Uint8Array.of(0), forgedKey, sha256(forgedValue));
    const rowValueHash = sha256(Uint8Array.of(3));
    const single = new StateTree(portableSha256Into);
    single.update([{ keyHash: rowKey, valueHash: rowValueHash }]);
    const step = { hash: 1, prefix: Uint8Array.of(0), suffix: rowValueHash };
    const exist = { key: forgedKey, value: forgedValue, leaf: proofSpec.leafSpec, path: [step] };
    const proof = encodeCommitmentProof({ exist });
    expect(verifyMembership({ exist }, proofSpec, single.root, forgedKey, forgedValue)).toBe(true);
    expect(verifyPresence({ root: single.root, keyHash: forgedKey, value: forgedValue, proof })).toBe(false);
  });
});

describe("verifyAbsence", () => {
  it("accepts a proof for its own root and key, and for no other", () => {
    const keyHash = keyWithBit(2);
    const proof = encodeCommitmentProof({ nonexist: absenceOf(keyHash) });
    expect(verifyAbsence({ root, keyHash, proof })).toBe(true);
    expect(verifyAbsence({ root: sha256(root), keyHash, proof })).toBe(false);
    expect(verifyAbsence({ root, keyHash: keyWithBit(3), proof })).toBe(false);
    expect(verifyAbsence({ root, keyHash: keyHash.subarray(1), proof })).toBe(false);
  });

  it("rejects neighbours that do not enclose the key, are not next to each other, or are missing", () => {
    const key = concatBytes(existenceOf(5).key.subarray(0, 31), Uint8Array.of((existenceOf(5).key[31] ?? 0) ^ 1));
    const { left, right } = absenceOf(key);
    if (left === undefined || right === undefined) throw new Error("the key lies between two leaves");
    expect(acceptsAbsence({ key, left, right })).toBe(true);
    expect(acceptsAbsence({ key, left: right, right: left })).toBe(false);
    expect(acceptsAbsence({ key, left: existenceOf(3), right })).toBe(false);
    expect(acceptsAbsence({ key, left, right: existenceOf(9) })).toBe(false);
    expect(acceptsAbsence({ key, left })).toBe(false);
    expect(acceptsAbsence({ key, right })).toBe(false);
    expect(acceptsAbsence({ key })).toBe(false);
    expect(acceptsAbsence({ key: left.key, left, right })).toBe(false);
    expect(acceptsAbsence({ key: right.key, left, right })).toBe(false);
    expect(acceptsAbsence({ key: left.key, left: existenceOf(3), right })).toBe(false);
  });

  it("accepts an edge only from the outermost leaf", () => {
    const low = new Uint8Array(32);
    const high = new Uint8Array(32).fill(0xff);
    expect(acceptsAbsence({ key: low, right: existenceOf(0) })).toBe(true);
    expect(acceptsAbsence({ key: low, right: existenceOf(1) })).toBe(false);
    expect(acceptsAbsence({ key: high, left: existenceOf(-1) })).toBe(true);
    expect(acceptsAbsence({ key: high, left: existenceOf(-2) })).toBe(false);
  });

  it("rejects neighbours with shortened keys, which hide a present key when keys may have any length", () => {
    const looseSpec = { ...proofSpec, leafSpec: { ...proofSpec.leafSpec, length: ics23.LengthOp.NO_PREFIX } };
    let hidden = 0;
    for (const key of keys) {
      const forge = (length: number) => shortenedNeighbour(key, length);
      const loose = forge(looseSpec.leafSpec.length);
      const strict = forge(proofSpec.leafSpec.length);
      if (loose === undefined || strict === undefined) continue;
      if (verifyNonMembership({ nonexist: copyOf(loose) }, looseSpec, root, key)) hidden += 1;
      expect(verifyNonMembership({ nonexist: copyOf(strict) }, proofSpec, root, key)).toBe(false);
      expect(acceptsAbsence(strict, key)).toBe(false);
    }
    expect(hidden).toBeGreaterThan(keys.length / 2);
  });
});

/** The leftmost leaf, its key cut until it seems to lie right of a key that is there. */
function shortenedNeighbour(key: Uint8Array, length: number): NonExistenceProof | undefined {
  const leftmost = existenceOf(0);
  for (let bytes = 1; bytes < 32; bytes += 1) {
    if (compareBytes(key, leftmost.key.subarray(bytes)) < 0) {
      return { key, right: withShortenedKey(leftmost, bytes, length) };
    }
  }
  return undefined;
}

function copyOf({ key, right }: NonExistenceProof): ics23.INonExistenceProof {
  return right === undefined ? { key } : { key, right: { ...right, path: [...right.path] } };
}
