// Ways to damage or forge a state proof, from a single bit of its bytes to whole parts taken from other proofs.
import { concatBytes } from "#src/crypto/hex.ts";
import type { CommitmentProof, ExistenceProof, InnerOp } from "#src/proofs/proof.ts";
import { decodeCommitmentProof, encodeCommitmentProof } from "#src/proofs/proofBytes.ts";

/** What a proof is said to show: this value under this key, or, without a value, nothing under it. */
export interface Claim {
  readonly root: Uint8Array;
  readonly keyHash: Uint8Array;
  readonly value: Uint8Array | undefined;
  readonly proof: Uint8Array;
}

/** A small generator with a fixed sequence, so that a failure can be repeated. */
export class Dice {
  #state: number;

  constructor(seed: number) {
    this.#state = seed | 1;
  }

  below(bound: number): number {
    this.#state ^= this.#state << 13;
    this.#state ^= this.#state >>> 17;
    this.#state ^= this.#state << 5;
    return (this.#state >>> 0) % bound;
  }

  pick<Item>(items: readonly Item[]): Item {
    if (items.length === 0) throw new Error("nothing to pick from");
    return items[this.below(items.length)] as Item;
  }
}

type Mutation = (claim: Claim, dice: Dice, others: readonly Claim[]) => Claim;

function mutateBytes(bytes: Uint8Array, dice: Dice): Uint8Array {
  const at = dice.below(bytes.length + 1);
  const length = 1 + dice.below(dice.pick([1, 4, 40]));
  const end = Math.min(at + length, bytes.length);
  const head = bytes.subarray(0, at);
  const span = bytes.subarray(at, end);
  const tail = bytes.subarray(end);
  const noise = Uint8Array.from({ length }, () => dice.below(256));
  switch (dice.below(7)) {
    case 0:
      return bytes.map((byte, index) => (index === at ? byte ^ (1 << dice.below(8)) : byte));
    case 1:
      return bytes.map((byte, index) => (index === at ? dice.below(256) : byte));
    case 2:
      return head;
    case 3:
      return concatBytes(bytes, dice.pick([noise, span, Uint8Array.of(0), Uint8Array.of(0x18, 0x01)]));
    case 4:
      return concatBytes(head, tail);
    case 5:
      return concatBytes(head, noise, tail);
    default:
      return concatBytes(head, span, span, tail);
  }
}

function mutatePath(path: readonly InnerOp[], dice: Dice): InnerOp[] {
  const steps = [...path];
  const at = dice.below(steps.length);
  const step = dice.pick(steps);
  switch (dice.below(6)) {
    case 0:
      return steps.reverse();
    case 1:
      return steps.toSpliced(at, 1);
    case 2:
      return steps.toSpliced(at, 0, step);
    case 3:
      return steps.with(at, step).with(dice.below(steps.length), steps[at] ?? step);
    case 4:
      return steps.with(at, shiftStep(steps[at] ?? step, dice));
    default:
      return steps.with(at, { ...step, hash: dice.below(8) });
  }
}

// The same bytes are hashed with the child at another place, or the sibling changes sides.
function shiftStep({ hash, prefix, suffix }: InnerOp, dice: Dice): InnerOp {
  const joined = concatBytes(prefix, suffix);
  const cut = dice.pick([0, 1, prefix.length - 1, prefix.length + 1, dice.below(joined.length + 1)]);
  return { hash, prefix: joined.slice(0, Math.max(0, cut)), suffix: joined.slice(Math.max(0, cut)) };
}

function mutateExistence(proof: ExistenceProof, dice: Dice, other: ExistenceProof): ExistenceProof {
  const moved = dice.below(32);
  switch (dice.below(7)) {
    case 0:
      return { ...proof, key: dice.pick([other.key, mutateBytes(proof.key, dice)]) };
    case 1:
      return { ...proof, value: dice.pick([other.value, mutateBytes(proof.value, dice)]) };
    case 2:
      return { ...proof, leaf: { ...proof.leaf, prefix: mutateBytes(proof.leaf.prefix, dice) } };
    case 3:
      return {
        ...proof,
        leaf: { ...proof.leaf, [dice.pick(["hash", "prehashKey", "prehashValue", "length"])]: dice.below(9) },
      };
    case 4: {
      const prefix = concatBytes(proof.leaf.prefix, proof.key.subarray(0, moved));
      return { ...proof, key: proof.key.slice(moved), leaf: { ...proof.leaf, prefix, length: dice.pick([0, 7]) } };
    }
    case 5:
      return { ...proof, path: other.path };
    default:
      return proof.path.length === 0 ? proof : { ...proof, path: mutatePath(proof.path, dice) };
  }
}

function existencesIn(proof: CommitmentProof | undefined): ExistenceProof[] {
  if (proof === undefined) return [];
  if ("exist" in proof) return [proof.exist];
  return [proof.nonexist.left, proof.nonexist.right].filter((side) => side !== undefined);
}

function mutateStructure(proof: CommitmentProof, dice: Dice, other: ExistenceProof): CommitmentProof {
  if ("exist" in proof) {
    if (dice.below(20) === 0) return { nonexist: { key: proof.exist.key, left: proof.exist, right: other } };
    return { exist: mutateExistence(proof.exist, dice, other) };
  }
  const { key, left, right } = proof.nonexist;
  const sides = (newLeft?: ExistenceProof, newRight?: ExistenceProof): CommitmentProof => ({
    nonexist: { key, ...(newLeft && { left: newLeft }), ...(newRight && { right: newRight }) },
  });
  switch (dice.below(8)) {
    case 0:
      return sides(right, left);
    case 1:
      return sides(left, undefined);
    case 2:
      return sides(undefined, right);
    case 3:
      return sides(other, right);
    case 4:
      return sides(left, other);
    case 5:
      return { nonexist: { ...proof.nonexist, key: dice.pick([other.key, mutateBytes(key, dice)]) } };
    case 6:
      return sides(left && mutateExistence(left, dice, other), right);
    default:
      return sides(left, right && mutateExistence(right, dice, other));
  }
}

const damageBytes: Mutation = (claim, dice) => ({ ...claim, proof: mutateBytes(claim.proof, dice) });

const changeStructure: Mutation = (claim, dice, others) => {
  const decoded = decodeCommitmentProof(claim.proof);
  const existences = existencesIn(decodeCommitmentProof(dice.pick(others).proof));
  if (decoded === undefined || existences.length === 0) return damageBytes(claim, dice, others);
  return { ...claim, proof: encodeCommitmentProof(mutateStructure(decoded, dice, dice.pick(existences))) };
};

const changeKey: Mutation = (claim, dice, others) => ({
  ...claim,
  keyHash: dice.pick([dice.pick(others).keyHash, mutateBytes(claim.keyHash, dice)]),
});

const changeValue: Mutation = (claim, dice, others) => ({
  ...claim,
  value: dice.pick([dice.pick(others).value, mutateBytes(claim.value ?? new Uint8Array(0), dice)]),
});

const changeRoot: Mutation = (claim, dice, others) => ({
  ...claim,
  root: dice.pick([dice.pick(others).root, mutateBytes(claim.root, dice), new Uint8Array(32), new Uint8Array(0)]),
});

// The claim is made to fit whatever the proof now says of itself, as a forger would present it.
const followProof: Mutation = (claim, dice, others) => {
  const changed = changeStructure(claim, dice, others);
  const decoded = decodeCommitmentProof(changed.proof);
  if (decoded === undefined) return changed;
  if ("exist" in decoded) return { ...changed, keyHash: decoded.exist.key, value: decoded.exist.value };
  return { ...changed, keyHash: decoded.nonexist.key, value: undefined };
};

const mutations = [damageBytes, damageBytes, changeStructure, changeStructure, followProof, followProof] as const;
const claimMutations = [changeKey, changeValue, changeRoot] as const;

/** The claim after one mutation, sometimes two or three. */
export function mutateClaim(claim: Claim, dice: Dice, others: readonly Claim[]): Claim {
  let mutated = claim;
  const rounds = dice.pick([1, 1, 1, 2, 3]);
  for (let round = 0; round < rounds; round += 1) {
    mutated = dice.pick([...mutations, ...claimMutations])(mutated, dice, others);
  }
  return mutated;
}
