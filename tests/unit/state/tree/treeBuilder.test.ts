// A tree built at once is the tree that updates would have made.
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { Fault } from "#src/core/assert.ts";
import { bytesToHex, hexToBytes } from "#src/crypto/hex.ts";
import { sha256 } from "#src/crypto/sha256.ts";
import { portableSha256Into } from "#src/state/tree/nodeHasher.ts";
import { buildTree, TreeBuilder } from "#src/state/tree/treeBuilder.ts";
import { changesBetween, type Entries, entriesArbitrary, hashedEntries, referenceRoot } from "./referenceTree.ts";

function* leavesOf(entries: Entries) {
  for (const [key, value] of entries) yield { keyHash: hexToBytes(key), valueHash: sha256(value) };
}

describe("TreeBuilder", () => {
  it("builds the tree that the definition gives, which then takes updates", () => {
    fc.assert(
      fc.property(entriesArbitrary, entriesArbitrary, (built, updated) => {
        const tree = buildTree(portableSha256Into, leavesOf(built));
        expect(bytesToHex(tree.root)).toBe(bytesToHex(referenceRoot(built)));
        expect(tree.size).toBe(built.size);
        tree.update(changesBetween(built, updated));
        expect(bytesToHex(tree.root)).toBe(bytesToHex(referenceRoot(updated)));
      }),
    );
  });

  it("builds thousands of leaves over several pages", () => {
    const entries = hashedEntries(10_000);
    const tree = buildTree(portableSha256Into, leavesOf(entries));
    expect(bytesToHex(tree.root)).toBe(bytesToHex(referenceRoot(entries)));
  });

  it("refuses as a fault a key added twice or a hash of the wrong length", () => {
    const builder = new TreeBuilder(portableSha256Into);
    builder.add(new Uint8Array(32), new Uint8Array(32));
    expect(() => builder.add(new Uint8Array(31), new Uint8Array(32))).toThrow(Fault);
    builder.add(new Uint8Array(32), new Uint8Array(32).fill(1));
    expect(() => builder.build()).toThrow(Fault);
  });
});
