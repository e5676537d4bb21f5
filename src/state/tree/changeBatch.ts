// The changes of one block made ready for the tree: in key order, each with its place found, those without effect left out.
import { keyOrder } from "./keyOrder.ts";
import { bitOfKey, firstDifferingBit, keyBits, keyWordCount, writeKeyWords } from "./keyWords.ts";
import { leafWords, type Node, noNode, type TreeNodes } from "./treeNodes.ts";

/** Sets the leaf of a key, or removes it when there is no value. */
export interface LeafChange {
  readonly keyHash: Uint8Array;
  readonly valueHash: Uint8Array | undefined;
}

export class ChangeBatch {
  #length = 0;
  #growth = 0;
  /** One leaf record for each change; the hash of a removed leaf stays zero. */
  readonly records: Int32Array;
  readonly #leaves: Int32Array;
  readonly #removals: Uint8Array;
  readonly #differingBits: Uint16Array;

  constructor(capacity: number) {
    this.records = new Int32Array(capacity * leafWords);
    this.#leaves = new Int32Array(capacity);
    this.#removals = new Uint8Array(capacity);
    this.#differingBits = new Uint16Array(capacity);
  }

  get length(): number {
    return this.#length;
  }

  /** How many more leaves the tree has after the changes; negative when it has fewer. */
  get growth(): number {
    return this.#growth;
  }

  /** The existing leaf that the change is about, or the new leaf once it has been planted. */
  get leaves(): Int32Array {
    return this.#leaves;
  }

  isRemoval(change: number): boolean {
    return this.#removals[change] === 1;
  }

  /** The first bit at which the change's key parts from every key of the tree; `keyBits` when its leaf exists. */
  differingBitOf(change: number): number {
    return this.#differingBits[change] as number;
  }

  isAddition(change: number): boolean {
    return this.differingBitOf(change) < keyBits;
  }

  bitOf(change: number, bit: number): 0 | 1 {
    return bitOfKey(this.records, change * leafWords, bit);
  }

  /** The first change in the range whose key has a 1 at the bit; all keys of the range agree on the bits before it. */
  firstWithBit(from: number, to: number, bit: number): number {
    let low = from;
    let high = to;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (this.bitOf(middle, bit) === 1) high = middle;
      else low = middle + 1;
    }
    return low;
  }

  /** Appends a change, which must come in key order, unless it changes nothing. */
  append(nodes: TreeNodes, root: Node, records: Int32Array, recordOffset: number, isRemoval: boolean): void {
    const at = this.#length;
    const offset = at * leafWords;
    for (let word = 0; word < leafWords; word += 1) {
      this.records[offset + word] = records[recordOffset + word] as number;
    }
    const leaf = root === noNode ? noNode : nodes.nearestLeaf(root, this.records, offset);
    const differingBit = leaf === noNode ? 0 : nodes.firstBitUnlike(leaf, this.records, offset);
    const exists = differingBit === keyBits;
    if (isRemoval && !exists) return;
    if (!isRemoval && exists && nodes.hasHash(leaf, this.records, offset + keyWordCount)) return;
    if (isRemoval) this.#growth -= 1;
    else if (!exists) this.#growth += 1;
    this.#leaves[at] = leaf;
    this.#removals[at] = isRemoval ? 1 : 0;
    this.#differingBits[at] = differingBit;
    this.#length = at + 1;
  }
}

/** Reads the tree without changing it, so that a fault in here leaves the tree as it was. */
export function prepareBatch(nodes: TreeNodes, root: Node, changes: readonly LeafChange[]): ChangeBatch {
  // Everything is copied out in the given order: fetching the objects in key order would miss the processor's cache.
  const records = new Int32Array(changes.length * leafWords);
  const removals = new Uint8Array(changes.length);
  const leadingWords = new Uint32Array(changes.length);
  for (const [position, { keyHash, valueHash }] of changes.entries()) {
    const offset = position * leafWords;
    writeKeyWords(records, offset, keyHash);
    if (valueHash === undefined) removals[position] = 1;
    else nodes.hasher.hashLeaf(keyHash, valueHash, records, offset + keyWordCount);
    leadingWords[position] = records[offset] as number;
  }
  const batch = new ChangeBatch(changes.length);
  for (const position of keyOrder(leadingWords, (a, b) => compareKeys(records, a, b))) {
    batch.append(nodes, root, records, position * leafWords, removals[position] === 1);
  }
  return batch;
}

function compareKeys(records: Int32Array, position: number, other: number): number {
  const bit = firstDifferingBit(records, position * leafWords, records, other * leafWords);
  if (bit === keyBits) return 0;
  return bitOfKey(records, position * leafWords, bit) === 1 ? 1 : -1;
}
