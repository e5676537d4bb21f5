// The nodes of the tree: a leaf is a key and a hash, an inner node a hash, two children and the bit that parts them.
import { bitOfKey, firstDifferingBit, keyBits, keyWordCount, readKeyBytes } from "./keyWords.ts";
import { copyHash, hashesEqual, hashWordCount, type NodeHasher } from "./nodeHasher.ts";
import { RecordPages } from "./recordPages.ts";

/** A node is a number: an inner record's index, or the complement (always negative) of a leaf record's index. */
export type Node = number;

/** The node of an empty tree. */
export const noNode: Node = 0x7fff_ffff;

export function isLeaf(node: Node): boolean {
  return node < 0;
}

const leafHashAt = keyWordCount;
/** The words of a leaf record: its key, then its hash. */
export const leafWords = keyWordCount + hashWordCount;

const leftAt = hashWordCount;
const bitAt = hashWordCount + 2;
const innerWords = hashWordCount + 3;

export class TreeNodes {
  readonly hasher: NodeHasher;
  readonly #leaves: RecordPages;
  readonly #inners: RecordPages;

  constructor(hasher: NodeHasher, leaves = new RecordPages(leafWords), inners = new RecordPages(innerWords)) {
    this.hasher = hasher;
    this.#leaves = leaves;
    this.#inners = inners;
  }

  /** Nodes that begin as these and may change without touching these. */
  fork(): TreeNodes {
    return new TreeNodes(this.hasher, this.#leaves.fork(), this.#inners.fork());
  }

  /** The bit at which the keys below an inner node part: those with a 0 there are on the left. */
  bitOf(inner: Node): number {
    return this.#inners.pageOf(inner)[this.#inners.offsetOf(inner) + bitAt] as number;
  }

  childOf(inner: Node, side: 0 | 1): Node {
    return this.#inners.pageOf(inner)[this.#inners.offsetOf(inner) + leftAt + side] as number;
  }

  /** The leaf that a key's own bits lead to: if the key is in the tree at all, it is this leaf. */
  nearestLeaf(root: Node, words: Int32Array, offset: number): Node {
    let node = root;
    while (!isLeaf(node)) {
      const page = this.#inners.pageOf(node);
      const at = this.#inners.offsetOf(node);
      node = page[at + leftAt + bitOfKey(words, offset, page[at + bitAt] as number)] as Node;
    }
    return node;
  }

  firstBitUnlike(leaf: Node, words: Int32Array, offset: number): number {
    return firstDifferingBit(this.#leaves.pageOf(~leaf), this.#leaves.offsetOf(~leaf), words, offset);
  }

  firstBitBetween(leaf: Node, otherLeaf: Node): number {
    return this.firstBitUnlike(leaf, this.#leaves.pageOf(~otherLeaf), this.#leaves.offsetOf(~otherLeaf));
  }

  compareKeys(leaf: Node, otherLeaf: Node): number {
    const bit = this.firstBitBetween(leaf, otherLeaf);
    if (bit === keyBits) return 0;
    return this.keyBitOf(leaf, bit) === 1 ? 1 : -1;
  }

  keyBitOf(leaf: Node, bit: number): 0 | 1 {
    return bitOfKey(this.#leaves.pageOf(~leaf), this.#leaves.offsetOf(~leaf), bit);
  }

  keyWordOf(leaf: Node): number {
    return (this.#leaves.pageOf(~leaf)[this.#leaves.offsetOf(~leaf)] as number) >>> 0;
  }

  keyBytesOf(leaf: Node): Uint8Array {
    return readKeyBytes(this.#leaves.pageOf(~leaf), this.#leaves.offsetOf(~leaf));
  }

  hashBytesOf(node: Node): Uint8Array {
    const words = new Int32Array(hashWordCount);
    copyHash(this.#hashPageOf(node), this.#hashOffsetOf(node), words, 0);
    return new Uint8Array(words.buffer);
  }

  hasHash(node: Node, words: Int32Array, offset: number): boolean {
    return hashesEqual(this.#hashPageOf(node), this.#hashOffsetOf(node), words, offset);
  }

  /** Adds a leaf whose record is written at `offset` of `words`. */
  addLeaf(words: Int32Array, offset: number): Node {
    const index = this.#leaves.allocate();
    const page = this.#leaves.pageOf(index);
    const at = this.#leaves.offsetOf(index);
    for (let word = 0; word < leafWords; word += 1) page[at + word] = words[offset + word] as number;
    return ~index;
  }

  /** Gives a leaf another hash; returns the leaf, which is a new one where the old belongs to a base. */
  changeLeaf(leaf: Node, words: Int32Array, offset: number): Node {
    if (this.#leaves.isShared(~leaf)) return this.addLeaf(words, offset);
    copyHash(words, offset + leafHashAt, this.#hashPageOf(leaf), this.#hashOffsetOf(leaf));
    return leaf;
  }

  releaseLeaf(leaf: Node): void {
    this.#leaves.release(~leaf);
  }

  addInner(bit: number, left: Node, right: Node): Node {
    const inner = this.#inners.allocate();
    this.#inners.pageOf(inner)[this.#inners.offsetOf(inner) + bitAt] = bit;
    this.#putChildren(inner, left, right);
    return inner;
  }

  /** Gives an inner node other children; returns the node, which is a new one where the old belongs to a base. */
  changeInner(inner: Node, left: Node, right: Node): Node {
    if (this.#inners.isShared(inner)) return this.addInner(this.bitOf(inner), left, right);
    this.#putChildren(inner, left, right);
    return inner;
  }

  releaseInner(inner: Node): void {
    this.#inners.release(inner);
  }

  #putChildren(inner: Node, left: Node, right: Node): void {
    const page = this.#inners.pageOf(inner);
    const offset = this.#inners.offsetOf(inner);
    page[offset + leftAt] = left;
    page[offset + leftAt + 1] = right;
    this.hasher.putChild(0, this.#hashPageOf(left), this.#hashOffsetOf(left));
    this.hasher.putChild(1, this.#hashPageOf(right), this.#hashOffsetOf(right));
    this.hasher.hashInner(page, offset);
  }

  #hashPageOf(node: Node): Int32Array {
    return isLeaf(node) ? this.#leaves.pageOf(~node) : this.#inners.pageOf(node);
  }

  #hashOffsetOf(node: Node): number {
    return isLeaf(node) ? this.#leaves.offsetOf(~node) + leafHashAt : this.#inners.offsetOf(node);
  }
}
