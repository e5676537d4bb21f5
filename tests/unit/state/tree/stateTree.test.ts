// The tree of the ledger against a reference that rebuilds everything from the keys.
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { Fault } from "#src/core/assert.ts";
import { bytesToHex, hexToBytes } from "#src/crypto/hex.ts";
import { sha256 } from "#src/crypto/sha256.ts";
import { portableSha256Into, type Sha256Into } from "#src/state/tree/nodeHasher.ts";
import { StateTree } from "#src/state/tree/stateTree.ts";
import {
  changesBetween,
  changesOf,
  type Entries,
  entriesArbitrary,
  hashedEntries,
  keyArbitrary,
  keyWithBit,
  referenceRoot,
} from "./referenceTree.ts";

function treeOf(entries: Entries): StateTree {
  const tree = new StateTree(portableSha256Into);
  tree.update(changesOf(entries));
  return tree;
}

function expectSameTree(tree: StateTree, entries: Entries): void {
  expect(bytesToHex(tree.root)).toBe(bytesToHex(referenceRoot(entries)));
  expect(tree.size).toBe(entries.size);
}

describe("StateTree", () => {
  it("has the zero root while it is empty, and a single leaf's hash as the root of one leaf", () => {
    const tree = new StateTree(portableSha256Into);
    expect(tree.root).toEqual(new Uint8Array(32));
    expect(tree.size).toBe(0);

    const keyHash = sha256(Uint8Array.of(1));
    const valueHash = sha256(Uint8Array.of(2));
    tree.update([{ keyHash, valueHash }]);
    expect(tree.root).toEqual(sha256(Uint8Array.of(0), keyHash, valueHash));
    expect(tree.size).toBe(1);
  });

  it("has the root that the definition gives, for any set of keys", () => {
    fc.assert(fc.property(entriesArbitrary, (entries) => expectSameTree(treeOf(entries), entries)));
  });

  it("has the root that the definition gives for keys which make it 256 nodes deep", () => {
    const keys = [new Uint8Array(32), ...Array.from({ length: 256 }, (_, bit) => keyWithBit(bit))];
    const entries = new Map(keys.map((key, index) => [bytesToHex(key), Uint8Array.of(index & 0xff)]));
    const tree = treeOf(entries);
    expectSameTree(tree, entries);

    const kept = new Map([...entries].filter((_, index) => index % 3 === 0));
    tree.update(changesBetween(entries, kept));
    expectSameTree(tree, kept);
  });

  it("reaches the same root whatever the order of changes and their division into blocks", () => {
    const shuffled = entriesArbitrary.chain((entries) =>
      fc.record({
        entries: fc.constant(entries),
        changes: fc.shuffledSubarray(changesOf(entries), { minLength: entries.size }),
        blockSize: fc.integer({ min: 1, max: 9 }),
      }),
    );
    fc.assert(
      fc.property(shuffled, ({ entries, changes, blockSize }) => {
        const tree = new StateTree(portableSha256Into);
        for (let from = 0; from < changes.length; from += blockSize) tree.update(changes.slice(from, from + blockSize));
        expectSameTree(tree, entries);
      }),
    );
  });

  it("follows any sequence of blocks that add, change and remove leaves", () => {
    fc.assert(
      fc.property(fc.array(entriesArbitrary, { minLength: 2, maxLength: 6 }), (versions) => {
        const tree = new StateTree(portableSha256Into);
        let before: Entries = new Map();
        for (const after of versions) {
          tree.update(changesBetween(before, after));
          expectSameTree(tree, after);
          before = after;
        }
        tree.update(changesBetween(before, new Map()));
        expect(tree.root).toEqual(new Uint8Array(32));
      }),
    );
  });

  it("follows thousands of leaves through blocks that reuse the room of removed ones", () => {
    let entries = hashedEntries(6_000);
    const tree = treeOf(entries);
    for (let block = 0; block < 4; block += 1) {
      const kept = [...entries].filter((_, index) => index % 4 !== block);
      const after = new Map([...kept, ...hashedEntries(1_500, `block ${block}`)]);
      tree.update(changesBetween(entries, after));
      expectSameTree(tree, after);
      entries = after;
    }
  });

  it("does nothing for the removal of an absent key or for a value that is already there", () => {
    const entries = hashedEntries(50);
    const tree = treeOf(entries);
    tree.update([{ keyHash: keyWithBit(9), valueHash: undefined }, ...changesOf(entries)]);
    expectSameTree(tree, entries);
  });

  it("knows which keys it has", () => {
    fc.assert(
      fc.property(entriesArbitrary, keyArbitrary, (entries, other) => {
        const tree = treeOf(entries);
        for (const key of entries.keys()) expect(tree.has(hexToBytes(key))).toBe(true);
        expect(tree.has(other)).toBe(entries.has(bytesToHex(other)));
      }),
    );
  });

  it("hashes each changed leaf and each inner node above one once in a block", () => {
    let hashes = 0;
    const counting: Sha256Into = (out, bytes) => {
      hashes += 1;
      portableSha256Into(out, bytes);
    };
    const entries = hashedEntries(500);
    const tree = new StateTree(counting);
    tree.update(changesOf(entries));
    expect(hashes).toBe(500 + 499);

    hashes = 0;
    tree.update(changesOf(new Map([...entries.keys()].map((key) => [key, Uint8Array.of(7)]))));
    expect(hashes).toBe(500 + 499);
  });

  it("refuses as a fault a key named twice or a hash of the wrong length, and stays as it was", () => {
    const entries = hashedEntries(20);
    const tree = treeOf(entries);
    const twice = { keyHash: keyWithBit(3), valueHash: sha256(Uint8Array.of(1)) };
    expect(() => tree.update([twice, ...changesOf(hashedEntries(5, "new")), { ...twice }])).toThrow(Fault);
    expect(() => tree.update([{ keyHash: new Uint8Array(31), valueHash: undefined }])).toThrow(Fault);
    expect(() => tree.update([{ keyHash: new Uint8Array(32), valueHash: new Uint8Array(33) }])).toThrow(Fault);
    expectSameTree(tree, entries);
  });

  it("hands out a root that a caller may write to without harm", () => {
    const tree = new StateTree(portableSha256Into);
    tree.root.fill(1);
    expect(tree.root).toEqual(new Uint8Array(32));
  });
});
