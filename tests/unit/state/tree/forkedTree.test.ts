// A fork is the tree that would be built from the changed leaves, and its base stays what it was.
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { Fault } from "#src/core/assert.ts";
import { bytesToHex, hexToBytes } from "#src/crypto/hex.ts";
import { portableSha256Into } from "#src/state/tree/nodeHasher.ts";
import { StateTree } from "#src/state/tree/stateTree.ts";
import {
  changesBetween,
  changesOf,
  type Entries,
  entriesArbitrary,
  hashedEntries,
  keyWithBit,
  readFrom,
  referenceRoot,
} from "./referenceTree.ts";

function treeOf(entries: Entries): StateTree {
  const tree = new StateTree(portableSha256Into);
  tree.update(changesOf(entries));
  return tree;
}

describe("ForkedTree", () => {
  it("equals a tree rebuilt from the changed leaves, in root, size and proofs", () => {
    fc.assert(
      fc.property(entriesArbitrary, entriesArbitrary, (base, changed) => {
        const tree = treeOf(base);
        const fork = tree.fork(changesBetween(base, changed));
        const rebuilt = treeOf(changed);
        expect(bytesToHex(fork.root)).toBe(bytesToHex(referenceRoot(changed)));
        expect(fork.size).toBe(changed.size);
        for (const [key, value] of changed) {
          expect(fork.has(hexToBytes(key))).toBe(true);
          expect(fork.proveExistence(hexToBytes(key), value)).toEqual(rebuilt.proveExistence(hexToBytes(key), value));
        }
        for (const key of base.keys()) {
          const answer = fork.proveAbsence(hexToBytes(key), readFrom(changed));
          expect(answer).toEqual(rebuilt.proveAbsence(hexToBytes(key), readFrom(changed)));
        }
      }),
    );
  });

  it("leaves its base untouched, also beside other forks", () => {
    fc.assert(
      fc.property(entriesArbitrary, entriesArbitrary, entriesArbitrary, (base, first, second) => {
        const tree = treeOf(base);
        const firstFork = tree.fork(changesBetween(base, first));
        const secondFork = tree.fork(changesBetween(base, second));
        expect(bytesToHex(tree.root)).toBe(bytesToHex(referenceRoot(base)));
        expect(tree.size).toBe(base.size);
        expect(bytesToHex(firstFork.root)).toBe(bytesToHex(referenceRoot(first)));
        expect(bytesToHex(secondFork.root)).toBe(bytesToHex(referenceRoot(second)));

        tree.update(changesBetween(base, second));
        expect(bytesToHex(tree.root)).toBe(bytesToHex(referenceRoot(second)));
      }),
    );
  });

  it("goes back from a large tree to an earlier one by changing a few leaves back", () => {
    const earlier = hashedEntries(9_000);
    const later = new Map([...[...earlier].slice(100), ...hashedEntries(50, "later")]);
    const tree = treeOf(earlier);
    const rootThen = bytesToHex(tree.root);
    tree.update(changesBetween(earlier, later));
    expect(bytesToHex(tree.root)).toBe(bytesToHex(referenceRoot(later)));
    expect(bytesToHex(tree.fork(changesBetween(later, earlier)).root)).toBe(rootThen);
  });

  it("faults instead of answering from a base that has been updated since", () => {
    const entries = hashedEntries(10);
    const tree = treeOf(entries);
    const fork = tree.fork([]);
    tree.update([]);
    expect(fork.size).toBe(10);

    tree.update([{ keyHash: keyWithBit(1), valueHash: new Uint8Array(32) }]);
    expect(() => fork.root).toThrow(Fault);
    expect(() => fork.size).toThrow(Fault);
    expect(() => fork.has(keyWithBit(1))).toThrow(Fault);
    expect(() => fork.proveAbsence(keyWithBit(1), readFrom(entries))).toThrow(Fault);
    expect(() => fork.proveExistence(keyWithBit(1), Uint8Array.of(1))).toThrow(Fault);
  });
});
