// Proofs read off the nodes of a tree.
import { assert, present } from "#src/core/assert.ts";
import type { ExistenceProof, InnerOp } from "#src/proofs/proof.ts";
import { hashLength, hashOps, innerNodePrefix, proofSpec } from "#src/proofs/proofSpec.ts";
import { bitOfKey, keyBits, keyWordCount, writeKeyWords } from "./keyWords.ts";
import { hashWordCount } from "./nodeHasher.ts";
import { isLeaf, type Node, noNode, type TreeNodes } from "./treeNodes.ts";
import type { AbsenceAnswer, ReadValue } from "./treeView.ts";

/** Where a key lies in a tree: at a leaf, or between two (at an edge, beside one; in an empty tree, beside none). */
type KeyPlace =
  | { readonly kind: "leaf"; readonly leaf: Node }
  | { readonly kind: "gap"; readonly left: Node | undefined; readonly right: Node | undefined };

export function findKey(nodes: TreeNodes, root: Node, keyHash: Uint8Array): KeyPlace {
  const words = new Int32Array(keyWordCount);
  writeKeyWords(words, 0, keyHash);
  if (root === noNode) return { kind: "gap", left: undefined, right: undefined };
  const nearest = nodes.nearestLeaf(root, words, 0);
  const differingBit = nodes.firstBitUnlike(nearest, words, 0);
  return differingBit === keyBits ? { kind: "leaf", leaf: nearest } : findGap(nodes, root, words, differingBit);
}

// Down to the subtree from which the key parts as a whole; the other neighbour is beside the last turn away from it.
function findGap(nodes: TreeNodes, root: Node, words: Int32Array, differingBit: number): KeyPlace {
  const besideLastTurn: [left: Node | undefined, right: Node | undefined] = [undefined, undefined];
  let node = root;
  while (!isLeaf(node) && nodes.bitOf(node) < differingBit) {
    const side = bitOfKey(words, 0, nodes.bitOf(node));
    besideLastTurn[side === 1 ? 0 : 1] = nodes.childOf(node, side === 1 ? 0 : 1);
    node = nodes.childOf(node, side);
  }
  besideLastTurn[bitOfKey(words, 0, differingBit) === 1 ? 0 : 1] = node;
  const [left, right] = besideLastTurn;
  return {
    kind: "gap",
    left: left === undefined ? undefined : outermostLeaf(nodes, left, 1),
    right: right === undefined ? undefined : outermostLeaf(nodes, right, 0),
  };
}

function outermostLeaf(nodes: TreeNodes, subtree: Node, side: 0 | 1): Node {
  let node = subtree;
  while (!isLeaf(node)) node = nodes.childOf(node, side);
  return node;
}

/** The root of a tree without leaves. No hash is known to give it, so nothing can be proved against it. */
export const emptyRoot: Uint8Array = new Uint8Array(hashLength);

export function rootHashOf(nodes: TreeNodes, root: Node): Uint8Array {
  return root === noNode ? emptyRoot.slice() : nodes.hashBytesOf(root);
}

export function proveExistenceIn(
  nodes: TreeNodes,
  root: Node,
  keyHash: Uint8Array,
  value: Uint8Array,
): ExistenceProof | undefined {
  const place = findKey(nodes, root, keyHash);
  return place.kind === "leaf" ? proveLeaf(nodes, root, place.leaf, value) : undefined;
}

export function proveAbsenceIn(nodes: TreeNodes, root: Node, keyHash: Uint8Array, readValue: ReadValue): AbsenceAnswer {
  const place = findKey(nodes, root, keyHash);
  if (place.kind === "leaf") return { kind: "present" };
  if (place.left === undefined && place.right === undefined) return { kind: "emptyTree" };
  const proveNeighbour = (leaf: Node) =>
    proveLeaf(nodes, root, leaf, present(readValue(nodes.keyBytesOf(leaf)), "every leaf has a value"));
  const left = place.left === undefined ? {} : { left: proveNeighbour(place.left) };
  const right = place.right === undefined ? {} : { right: proveNeighbour(place.right) };
  return { kind: "proved", proof: { key: keyHash.slice(), ...left, ...right } };
}

// The value must be the one that the leaf was made from: a false proof would only be noticed far away.
function proveLeaf(nodes: TreeNodes, root: Node, leaf: Node, value: Uint8Array): ExistenceProof {
  const key = nodes.keyBytesOf(leaf);
  assert(value.length > 0, "ICS-23 cannot prove an empty value");
  assert(isValueOf(nodes, leaf, key, value), "a leaf is proved with the value it was made from");
  return { key, value, leaf: proofSpec.leafSpec, path: pathOf(nodes, root, key) };
}

function isValueOf(nodes: TreeNodes, leaf: Node, key: Uint8Array, value: Uint8Array): boolean {
  const hash = new Int32Array(hashWordCount);
  nodes.hasher.hashLeaf(key, nodes.hasher.hashValue(value), hash, 0);
  return nodes.hasHash(leaf, hash, 0);
}

function pathOf(nodes: TreeNodes, root: Node, key: Uint8Array): InnerOp[] {
  const words = new Int32Array(keyWordCount);
  writeKeyWords(words, 0, key);
  const path: InnerOp[] = [];
  let node = root;
  while (!isLeaf(node)) {
    const side = bitOfKey(words, 0, nodes.bitOf(node));
    const sibling = nodes.hashBytesOf(nodes.childOf(node, side === 1 ? 0 : 1));
    path.push(innerOp(side, sibling));
    node = nodes.childOf(node, side);
  }
  return path.reverse();
}

function innerOp(side: 0 | 1, sibling: Uint8Array): InnerOp {
  if (side === 0) return { hash: hashOps.sha256, prefix: innerNodePrefix, suffix: sibling };
  const prefix = new Uint8Array(innerNodePrefix.length + sibling.length);
  prefix.set(innerNodePrefix);
  prefix.set(sibling, innerNodePrefix.length);
  return { hash: hashOps.sha256, prefix, suffix: new Uint8Array(0) };
}
