// A tree of millions of leaves built at once, in whatever order they are read from disk.
import { keyOrder } from "./keyOrder.ts";
import { keyWordCount, writeKeyWords } from "./keyWords.ts";
import { NodeHasher, type Sha256Into } from "./nodeHasher.ts";
import { StateTree } from "./stateTree.ts";
import { plantSubtree } from "./subtree.ts";
import { leafWords, type Node, noNode, TreeNodes } from "./treeNodes.ts";

export interface Leaf {
  readonly keyHash: Uint8Array;
  readonly valueHash: Uint8Array;
}

export class TreeBuilder {
  readonly #sha256Into: Sha256Into;
  readonly #nodes: TreeNodes;
  readonly #record = new Int32Array(leafWords);
  #size = 0;

  constructor(sha256Into: Sha256Into) {
    this.#sha256Into = sha256Into;
    this.#nodes = new TreeNodes(new NodeHasher(sha256Into));
  }

  add(keyHash: Uint8Array, valueHash: Uint8Array): void {
    writeKeyWords(this.#record, 0, keyHash);
    this.#nodes.hasher.hashLeaf(keyHash, valueHash, this.#record, keyWordCount);
    this.#nodes.addLeaf(this.#record, 0);
    this.#size += 1;
  }

  /** A fault when a key was added twice. The builder must not be used again. */
  build(): StateTree {
    const nodes = this.#nodes;
    const size = this.#size;
    const leaves = this.#leavesInOrder();
    const root = size === 0 ? noNode : plantSubtree(nodes, leaves, 0, size);
    return new StateTree(this.#sha256Into, { nodes, root, size });
  }

  // Leaves have been added to fresh nodes and none removed, so they are numbered as they came.
  #leavesInOrder(): Int32Array {
    const nodes = this.#nodes;
    const leadingWords = new Uint32Array(this.#size);
    for (let index = 0; index < leadingWords.length; index += 1) leadingWords[index] = nodes.keyWordOf(~index);
    const leaves = new Int32Array(keyOrder(leadingWords, (a, b) => nodes.compareKeys(~a, ~b)).buffer);
    for (let at = 0; at < leaves.length; at += 1) leaves[at] = ~(leaves[at] as Node);
    return leaves;
  }
}

export function buildTree(sha256Into: Sha256Into, leaves: Iterable<Leaf>): StateTree {
  const builder = new TreeBuilder(sha256Into);
  for (const { keyHash, valueHash } of leaves) builder.add(keyHash, valueHash);
  return builder.build();
}
