// Our own verifier of proofs, for clients: stricter than ICS-23 asks, and safe in a browser.
import { bytesEqual, compareBytes } from "#src/crypto/hex.ts";
import { sha256 } from "#src/crypto/sha256.ts";
import type { ExistenceProof, InnerOp, LeafOp, NonExistenceProof } from "./proof.ts";
import { decodeCommitmentProof } from "./proofBytes.ts";
import { hashLength, innerNodePrefix, proofSpec } from "./proofSpec.ts";

export interface PresenceClaim {
  /** The root that the caller trusts, from a header it has verified. */
  readonly root: Uint8Array;
  /** The SHA-256 of the readable key, computed by the caller. */
  readonly keyHash: Uint8Array;
  readonly value: Uint8Array;
  /** An encoded commitment proof. */
  readonly proof: Uint8Array;
}

export type AbsenceClaim = Omit<PresenceClaim, "value">;

/** Whether the proof shows that the tree of this root holds this value under this key. */
export function verifyPresence({ root, keyHash, value, proof }: PresenceClaim): boolean {
  const decoded = decodeCommitmentProof(proof);
  if (decoded === undefined || !("exist" in decoded)) return false;
  const { exist } = decoded;
  return bytesEqual(exist.key, keyHash) && bytesEqual(exist.value, value) && leadsToRoot(exist, root);
}

/** Whether the proof shows that the tree of this root, which has leaves, holds nothing under this key. */
export function verifyAbsence({ root, keyHash, proof }: AbsenceClaim): boolean {
  const decoded = decodeCommitmentProof(proof);
  if (decoded === undefined || !("nonexist" in decoded)) return false;
  const { nonexist } = decoded;
  if (keyHash.length !== hashLength || !bytesEqual(nonexist.key, keyHash)) return false;
  return liesBetween(keyHash, nonexist) && leadToRoot(nonexist, root) && areNeighbours(nonexist);
}

function liesBetween(keyHash: Uint8Array, { left, right }: NonExistenceProof): boolean {
  if (left !== undefined && compareBytes(left.key, keyHash) >= 0) return false;
  return right === undefined || compareBytes(keyHash, right.key) < 0;
}

function leadToRoot({ left, right }: NonExistenceProof, root: Uint8Array): boolean {
  if (left !== undefined && !leadsToRoot(left, root)) return false;
  return right === undefined || leadsToRoot(right, root);
}

// From the root down both paths agree, part once (left goes left, right goes right), and then keep to the inner edges.
function areNeighbours({ left, right }: NonExistenceProof): boolean {
  if (left === undefined) return right?.path.every(isLeftStep) ?? false;
  if (right === undefined) return left.path.every(isRightStep);
  let leftAt = left.path.length - 1;
  let rightAt = right.path.length - 1;
  while (isSameStep(left.path[leftAt], right.path[rightAt])) {
    leftAt -= 1;
    rightAt -= 1;
  }
  const leftTurn = left.path[leftAt];
  const rightTurn = right.path[rightAt];
  if (leftTurn === undefined || rightTurn === undefined) return false;
  if (!isLeftStep(leftTurn) || !isRightStep(rightTurn)) return false;
  return left.path.slice(0, leftAt).every(isRightStep) && right.path.slice(0, rightAt).every(isLeftStep);
}

function isSameStep(step: InnerOp | undefined, other: InnerOp | undefined): boolean {
  if (step === undefined || other === undefined) return false;
  return bytesEqual(step.prefix, other.prefix) && bytesEqual(step.suffix, other.suffix);
}

function leadsToRoot(proof: ExistenceProof, root: Uint8Array): boolean {
  if (root.length !== hashLength || proof.key.length !== hashLength || proof.value.length === 0) return false;
  if (!isOurLeafOp(proof.leaf) || proof.path.length > proofSpec.maxDepth) return false;
  let hash = sha256(proof.leaf.prefix, proof.key, sha256(proof.value));
  for (const step of proof.path) {
    if (step.hash !== proofSpec.innerSpec.hash || (!isLeftStep(step) && !isRightStep(step))) return false;
    hash = sha256(step.prefix, hash, step.suffix);
  }
  return bytesEqual(hash, root);
}

function isOurLeafOp(op: LeafOp): boolean {
  const { leafSpec } = proofSpec;
  if (op.hash !== leafSpec.hash || op.length !== leafSpec.length) return false;
  if (op.prehashKey !== leafSpec.prehashKey || op.prehashValue !== leafSpec.prehashValue) return false;
  return bytesEqual(op.prefix, leafSpec.prefix);
}

function isLeftStep({ prefix, suffix }: InnerOp): boolean {
  return bytesEqual(prefix, innerNodePrefix) && suffix.length === hashLength;
}

function isRightStep({ prefix, suffix }: InnerOp): boolean {
  const head = prefix.subarray(0, innerNodePrefix.length);
  return (
    bytesEqual(head, innerNodePrefix) && prefix.length === innerNodePrefix.length + hashLength && suffix.length === 0
  );
}
