// Nodes that form a tree, with the root and the number of leaves.
import type { Node, TreeNodes } from "./treeNodes.ts";

export interface PlantedNodes {
  readonly nodes: TreeNodes;
  readonly root: Node;
  /** The number of leaves. */
  readonly size: number;
}
