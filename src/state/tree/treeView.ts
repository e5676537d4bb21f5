// What can be read of a tree, whether it is the current one or a fork.
import type { ExistenceProof, NonExistenceProof } from "#src/proofs/proof.ts";

/** Absence is proved by neighbours; where the key is present, or there is no leaf at all, there is nothing to show. */
export type AbsenceAnswer =
  | { readonly kind: "proved"; readonly proof: NonExistenceProof }
  | { readonly kind: "present" }
  | { readonly kind: "emptyTree" };

/** The value that a leaf of this very tree was made from: the tree itself keeps only hashes. */
export type ReadValue = (keyHash: Uint8Array) => Uint8Array | undefined;

export interface TreeView {
  /** `emptyRoot` for an empty tree; the leaf's own hash for a single leaf. */
  readonly root: Uint8Array;
  /** The number of leaves. */
  readonly size: number;
  has(keyHash: Uint8Array): boolean;
  /** Undefined when the key is absent; a fault when its leaf was made from another value. */
  proveExistence(keyHash: Uint8Array, value: Uint8Array): ExistenceProof | undefined;
  proveAbsence(keyHash: Uint8Array, readValue: ReadValue): AbsenceAnswer;
}
