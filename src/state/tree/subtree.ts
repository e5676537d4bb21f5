// A whole subtree made at once from leaves in key order.
import type { Node, TreeNodes } from "./treeNodes.ts";

/** The one tree over `leaves[from]` up to, not including, `leaves[to]`; there is at least one, and no key twice. */
export function plantSubtree(nodes: TreeNodes, leaves: Int32Array, from: number, to: number): Node {
  const first = leaves[from] as Node;
  if (to - from === 1) return first;
  const bit = nodes.firstBitBetween(first, leaves[to - 1] as Node);
  const middle = firstLeafWithBit(nodes, leaves, from, to, bit);
  return nodes.addInner(bit, plantSubtree(nodes, leaves, from, middle), plantSubtree(nodes, leaves, middle, to));
}

function firstLeafWithBit(nodes: TreeNodes, leaves: Int32Array, from: number, to: number, bit: number): number {
  let low = from;
  let high = to;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (nodes.keyBitOf(leaves[middle] as Node, bit) === 1) high = middle;
    else low = middle + 1;
  }
  return low;
}
