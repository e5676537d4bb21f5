// A tree that differs from its base in some leaves and shares the nodes of the rest.
import { assert } from "#src/core/assert.ts";
import type { ExistenceProof } from "#src/proofs/proof.ts";
import type { PlantedNodes } from "./plantedNodes.ts";
import { findKey, proveAbsenceIn, proveExistenceIn, rootHashOf } from "./proving.ts";
import type { AbsenceAnswer, ReadValue, TreeView } from "./treeView.ts";

export class ForkedTree implements TreeView {
  readonly #planted: PlantedNodes;
  readonly #isBaseUnchanged: () => boolean;

  constructor(planted: PlantedNodes, isBaseUnchanged: () => boolean) {
    this.#planted = planted;
    this.#isBaseUnchanged = isBaseUnchanged;
  }

  get root(): Uint8Array {
    const { nodes, root } = this.#readable();
    return rootHashOf(nodes, root);
  }

  get size(): number {
    return this.#readable().size;
  }

  has(keyHash: Uint8Array): boolean {
    const { nodes, root } = this.#readable();
    return findKey(nodes, root, keyHash).kind === "leaf";
  }

  proveExistence(keyHash: Uint8Array, value: Uint8Array): ExistenceProof | undefined {
    const { nodes, root } = this.#readable();
    return proveExistenceIn(nodes, root, keyHash, value);
  }

  proveAbsence(keyHash: Uint8Array, readValue: ReadValue): AbsenceAnswer {
    const { nodes, root } = this.#readable();
    return proveAbsenceIn(nodes, root, keyHash, readValue);
  }

  // The shared nodes of a base that has moved on belong to another tree.
  #readable(): PlantedNodes {
    assert(this.#isBaseUnchanged(), "a fork is read only until its base is updated");
    return this.#planted;
  }
}
