// One block's changes worked into the tree in a single descent, so that each touched inner node is hashed once.
import type { ChangeBatch } from "./changeBatch.ts";
import { keyBits } from "./keyWords.ts";
import { plantSubtree } from "./subtree.ts";
import { isLeaf, leafWords, type Node, noNode, type TreeNodes } from "./treeNodes.ts";

/** Returns the new root. */
export function mergeBatch(nodes: TreeNodes, root: Node, batch: ChangeBatch): Node {
  for (let change = 0; change < batch.length; change += 1) {
    if (batch.isAddition(change)) batch.leaves[change] = nodes.addLeaf(batch.records, change * leafWords);
  }
  if (root === noNode) return batch.length === 0 ? noNode : plantSubtree(nodes, batch.leaves, 0, batch.length);
  return new Merge(nodes, batch).into(root, 0, batch.length);
}

class Merge {
  readonly #nodes: TreeNodes;
  readonly #batch: ChangeBatch;

  constructor(nodes: TreeNodes, batch: ChangeBatch) {
    this.#nodes = nodes;
    this.#batch = batch;
  }

  /** The subtree after the changes of the range, whose keys share every bit that parts this subtree from the rest. */
  into(node: Node, from: number, to: number): Node {
    if (from === to) return node;
    // Sorted keys that share ever less with the subtree lie ever further out, so the first to part from it is at an end.
    const first = this.#batch.differingBitOf(from);
    const last = this.#batch.differingBitOf(to - 1);
    const partingBit = Math.min(first, last);
    const ownBit = isLeaf(node) ? keyBits : this.#nodes.bitOf(node);
    if (partingBit < ownBit) return this.#beside(node, from, to, partingBit, first === partingBit ? from : to - 1);
    if (isLeaf(node)) return this.#intoLeaf(node, from);
    return this.#intoInner(node, from, to, ownBit);
  }

  #intoLeaf(leaf: Node, change: number): Node {
    if (!this.#batch.isRemoval(change)) return this.#nodes.changeLeaf(leaf, this.#batch.records, change * leafWords);
    this.#nodes.releaseLeaf(leaf);
    return noNode;
  }

  #intoInner(inner: Node, from: number, to: number, bit: number): Node {
    const middle = this.#batch.firstWithBit(from, to, bit);
    const left = this.into(this.#nodes.childOf(inner, 0), from, middle);
    const right = this.into(this.#nodes.childOf(inner, 1), middle, to);
    if (left !== noNode && right !== noNode) return this.#nodes.changeInner(inner, left, right);
    this.#nodes.releaseInner(inner);
    return left === noNode ? right : left;
  }

  // Some changes add keys that part from the whole subtree at a bit above it: they become its sibling there.
  #beside(node: Node, from: number, to: number, bit: number, outsider: number): Node {
    const middle = this.#batch.firstWithBit(from, to, bit);
    const outsiderIsRight = this.#batch.bitOf(outsider, bit) === 1;
    const kept = outsiderIsRight ? this.into(node, from, middle) : this.into(node, middle, to);
    const { leaves } = this.#batch;
    const added = outsiderIsRight
      ? plantSubtree(this.#nodes, leaves, middle, to)
      : plantSubtree(this.#nodes, leaves, from, middle);
    if (kept === noNode) return added;
    return outsiderIsRight ? this.#nodes.addInner(bit, kept, added) : this.#nodes.addInner(bit, added, kept);
  }
}
