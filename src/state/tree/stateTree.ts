// The commitment of the ledger: a binary crit-bit Merkle tree over key hashes, whose shape depends on its keys alone.

import type { ExistenceProof } from "#src/proofs/proof.ts";
import { type LeafChange, prepareBatch } from "./changeBatch.ts";
import { ForkedTree } from "./forkedTree.ts";
import { mergeBatch } from "./merge.ts";
import { NodeHasher, type Sha256Into } from "./nodeHasher.ts";
import type { PlantedNodes } from "./plantedNodes.ts";
import { findKey, proveAbsenceIn, proveExistenceIn, rootHashOf } from "./proving.ts";
import { type Node, noNode, TreeNodes } from "./treeNodes.ts";
import type { AbsenceAnswer, ReadValue, TreeView } from "./treeView.ts";

export class StateTree implements TreeView {
  readonly #nodes: TreeNodes;
  #root: Node;
  #size: number;
  #revision = 0;

  /** An empty tree, unless planted nodes are given. */
  constructor(sha256Into: Sha256Into, planted?: PlantedNodes) {
    this.#nodes = planted?.nodes ?? new TreeNodes(new NodeHasher(sha256Into));
    this.#root = planted?.root ?? noNode;
    this.#size = planted?.size ?? 0;
  }

  get root(): Uint8Array {
    return rootHashOf(this.#nodes, this.#root);
  }

  get size(): number {
    return this.#size;
  }

  has(keyHash: Uint8Array): boolean {
    return findKey(this.#nodes, this.#root, keyHash).kind === "leaf";
  }

  proveExistence(keyHash: Uint8Array, value: Uint8Array): ExistenceProof | undefined {
    return proveExistenceIn(this.#nodes, this.#root, keyHash, value);
  }

  proveAbsence(keyHash: Uint8Array, readValue: ReadValue): AbsenceAnswer {
    return proveAbsenceIn(this.#nodes, this.#root, keyHash, readValue);
  }

  /** Applies the changes of one block, in any order; naming a key twice is a fault, removing an absent one does nothing. */
  update(changes: readonly LeafChange[]): void {
    const batch = prepareBatch(this.#nodes, this.#root, changes);
    if (batch.length === 0) return;
    this.#revision += 1;
    this.#root = mergeBatch(this.#nodes, this.#root, batch);
    this.#size += batch.growth;
  }

  /** This tree with some leaves changed, for as long as this tree itself is not updated: nothing is copied or touched. */
  fork(changes: readonly LeafChange[]): TreeView {
    const revision = this.#revision;
    const nodes = this.#nodes.fork();
    const batch = prepareBatch(nodes, this.#root, changes);
    const root = mergeBatch(nodes, this.#root, batch);
    return new ForkedTree({ nodes, root, size: this.#size + batch.growth }, () => this.#revision === revision);
  }
}
