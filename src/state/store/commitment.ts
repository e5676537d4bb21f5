// The commitment of the store's rows: readable keys and values hashed into the tree, and proofs read from it.
import { Fault, present } from "#src/core/assert.ts";
import { encodeCommitmentProof } from "#src/proofs/proofBytes.ts";
import type { LeafChange } from "../tree/changeBatch.ts";
import type { Sha256Into } from "../tree/nodeHasher.ts";
import { emptyRoot } from "../tree/proving.ts";
import type { StateTree } from "../tree/stateTree.ts";
import type { ReadValue, TreeView } from "../tree/treeView.ts";

export interface KeyedValue {
  readonly key: string;
  readonly value: Uint8Array | undefined;
}

/** What shows that the state of this root holds the value under the key, or, without a value, that it holds none. */
export interface StateProof {
  readonly height: number;
  readonly key: string;
  readonly keyHash: Uint8Array;
  readonly value: Uint8Array | undefined;
  readonly root: Uint8Array;
  /** An ICS-23 commitment proof; undefined only for a state without rows, whose root says so itself. */
  readonly commitmentProof: Uint8Array | undefined;
}

export interface Commitment {
  readonly root: Uint8Array;
  /** The tree as it is now. */
  readonly tree: TreeView;
  hashKey(key: string): Uint8Array;
  /** Applies changes, whose key hashes are given in the same order. */
  update(changes: readonly KeyedValue[], keyHashes: readonly Uint8Array[]): void;
  /** The tree with some rows changed, for as long as `update` is not called. */
  fork(changes: readonly KeyedValue[], keyHashes: readonly Uint8Array[]): TreeView;
}

const ascii = new TextEncoder();
const hashLength = 32;
/** The engine keeps byte arrays up to this length in its own heap, until native code asks for their memory. */
const heapBytesMax = 64;

/**
 * Hashes keys and values. Native code is only shown arrays made here: small ones that it has seen once are moved out of
 * the heap, and a million of those take the collector a third of a second.
 */
export class RowHasher {
  readonly #sha256Into: Sha256Into;
  #input = new Uint8Array(1024);
  readonly #output = new Uint8Array(new ArrayBuffer(hashLength));

  constructor(sha256Into: Sha256Into) {
    this.#sha256Into = sha256Into;
  }

  /** Keys are ASCII: a byte for each character. */
  hashKey(key: string): Uint8Array {
    if (key.length > this.#input.length) this.#input = new Uint8Array(key.length * 2);
    ascii.encodeInto(key, this.#input);
    return this.#hash(this.#input.subarray(0, key.length));
  }

  hashValue(value: Uint8Array): Uint8Array {
    if (value.length > heapBytesMax) return this.#hash(value);
    this.#input.set(value);
    return this.#hash(this.#input.subarray(0, value.length));
  }

  #hash(bytes: Uint8Array): Uint8Array {
    this.#sha256Into(this.#output, bytes);
    return this.#output.slice();
  }
}

export class TreeCommitment implements Commitment {
  readonly tree: StateTree;
  readonly #hasher: RowHasher;

  constructor(tree: StateTree, hasher: RowHasher) {
    this.tree = tree;
    this.#hasher = hasher;
  }

  get root(): Uint8Array {
    return this.tree.root;
  }

  hashKey(key: string): Uint8Array {
    return this.#hasher.hashKey(key);
  }

  update(changes: readonly KeyedValue[], keyHashes: readonly Uint8Array[]): void {
    this.tree.update(this.#leafChanges(changes, keyHashes));
  }

  fork(changes: readonly KeyedValue[], keyHashes: readonly Uint8Array[]): TreeView {
    return this.tree.fork(this.#leafChanges(changes, keyHashes));
  }

  #leafChanges(changes: readonly KeyedValue[], keyHashes: readonly Uint8Array[]): LeafChange[] {
    return changes.map(({ value }, index) => ({
      keyHash: present(keyHashes[index], "every change has a key hash"),
      valueHash: value === undefined ? undefined : this.#hasher.hashValue(value),
    }));
  }
}

const noHash = new Uint8Array(0);
const unprovable = (): never => {
  throw new Fault("this store was opened without a commitment");
};
const noTree: TreeView = {
  root: emptyRoot,
  size: 0,
  has: unprovable,
  proveExistence: unprovable,
  proveAbsence: unprovable,
};

/** For tests that look at rows alone: every root is zero, and nothing can be proved. */
export const noCommitment: Commitment = {
  root: noTree.root,
  tree: noTree,
  hashKey: () => noHash,
  update: () => undefined,
  fork: () => noTree,
};

/** Proves one key in a tree whose rows are read with `readValue`. */
export function proveKey(
  tree: TreeView,
  { height, key, keyHash, value }: Pick<StateProof, "height" | "key" | "keyHash" | "value">,
  readValue: ReadValue,
): StateProof {
  const claim = { height, key, keyHash, value, root: tree.root };
  if (value !== undefined) {
    const exist = present(tree.proveExistence(keyHash, value), "a row that can be read is in the tree");
    return { ...claim, commitmentProof: encodeCommitmentProof({ exist }) };
  }
  const absence = tree.proveAbsence(keyHash, readValue);
  if (absence.kind === "present") throw new Fault("a row that cannot be read is in the tree");
  if (absence.kind === "emptyTree") return { ...claim, commitmentProof: undefined };
  return { ...claim, commitmentProof: encodeCommitmentProof({ nonexist: absence.proof }) };
}
