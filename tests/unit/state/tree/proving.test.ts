// Every proof read off a tree convinces a verifier written by others, and our own.
import { ics23, verifyMembership, verifyNonMembership } from "@confio/ics23";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { Fault } from "#src/core/assert.ts";
import { bytesToHex, hexToBytes } from "#src/crypto/hex.ts";
import { sha256 } from "#src/crypto/sha256.ts";
import type { CommitmentProof } from "#src/proofs/proof.ts";
import { encodeCommitmentProof } from "#src/proofs/proofBytes.ts";
import { proofSpec } from "#src/proofs/proofSpec.ts";
import { verifyAbsence, verifyPresence } from "#src/proofs/verify.ts";
import { portableSha256Into } from "#src/state/tree/nodeHasher.ts";
import { StateTree } from "#src/state/tree/stateTree.ts";
import {
  changesOf,
  type Entries,
  entriesArbitrary,
  hashedEntries,
  keyArbitrary,
  keyWithBit,
  readFrom,
} from "./referenceTree.ts";

function treeOf(entries: Entries): StateTree {
  const tree = new StateTree(portableSha256Into);
  tree.update(changesOf(entries));
  return tree;
}

function expectPresent(tree: StateTree, keyHash: Uint8Array, value: Uint8Array): void {
  const exist = tree.proveExistence(keyHash, value);
  expect(exist).toBeDefined();
  if (exist === undefined) return;
  expectBothAgree(tree.root, keyHash, value, { exist });
}

function expectAbsent(tree: StateTree, keyHash: Uint8Array, entries: Entries): void {
  const answer = tree.proveAbsence(keyHash, readFrom(entries));
  expect(answer.kind).toBe("proved");
  if (answer.kind !== "proved") return;
  expectBothAgree(tree.root, keyHash, undefined, { nonexist: answer.proof });
}

function expectBothAgree(root: Uint8Array, keyHash: Uint8Array, value: Uint8Array | undefined, made: CommitmentProof) {
  const proof = encodeCommitmentProof(made);
  const decoded = ics23.CommitmentProof.decode(proof);
  if (value === undefined) {
    expect(verifyNonMembership(decoded, proofSpec, root, keyHash)).toBe(true);
    expect(verifyAbsence({ root, keyHash, proof })).toBe(true);
  } else {
    expect(verifyMembership(decoded, proofSpec, root, keyHash, value)).toBe(true);
    expect(verifyPresence({ root, keyHash, value, proof })).toBe(true);
  }
}

describe("proofs of a tree", () => {
  it("show each leaf's value", () => {
    fc.assert(
      fc.property(entriesArbitrary, (entries) => {
        const tree = treeOf(entries);
        for (const [key, value] of entries) expectPresent(tree, hexToBytes(key), value);
      }),
    );
  });

  it("show the absence of any key that is not there, between leaves and at both edges", () => {
    const edges = [new Uint8Array(32), new Uint8Array(32).fill(0xff)];
    fc.assert(
      fc.property(entriesArbitrary, fc.array(keyArbitrary), (entries, keys) => {
        fc.pre(entries.size > 0);
        const tree = treeOf(entries);
        for (const keyHash of [...edges, ...keys]) {
          if (!entries.has(bytesToHex(keyHash))) expectAbsent(tree, keyHash, entries);
        }
      }),
    );
  });

  it("name one neighbour at an edge and two elsewhere", () => {
    const entries = new Map([
      [bytesToHex(keyWithBit(1)), Uint8Array.of(1)],
      [bytesToHex(keyWithBit(3)), Uint8Array.of(2)],
    ]);
    const tree = treeOf(entries);
    const neighboursOf = (keyHash: Uint8Array) => {
      const answer = tree.proveAbsence(keyHash, readFrom(entries));
      if (answer.kind !== "proved") return answer;
      return [answer.proof.left?.key, answer.proof.right?.key];
    };
    expect(neighboursOf(keyWithBit(0))).toEqual([keyWithBit(1), undefined]);
    expect(neighboursOf(keyWithBit(2))).toEqual([keyWithBit(3), keyWithBit(1)]);
    expect(neighboursOf(keyWithBit(4))).toEqual([undefined, keyWithBit(3)]);
  });

  it("are good at the greatest depth there is, 256 steps", () => {
    const keys = [new Uint8Array(32), ...Array.from({ length: 256 }, (_, bit) => keyWithBit(bit))];
    const entries = new Map(keys.map((key) => [bytesToHex(key), key.slice(0, 5)]));
    const tree = treeOf(entries);
    const deepest = new Uint8Array(32);
    expect(tree.proveExistence(deepest, deepest.slice(0, 5))?.path.length).toBe(256);
    expectPresent(tree, deepest, deepest.slice(0, 5));
    expectPresent(tree, keyWithBit(255), keyWithBit(255).slice(0, 5));
    const between = Uint8Array.from(keyWithBit(255), (byte, index) => (index === 31 ? 0x03 : byte));
    expectAbsent(tree, between, entries);
  });

  it("answer that the key is present, or that the tree is empty, where absence cannot be shown", () => {
    const entries = hashedEntries(3);
    const [key = ""] = entries.keys();
    expect(treeOf(entries).proveAbsence(hexToBytes(key), readFrom(entries))).toEqual({ kind: "present" });
    const empty = new StateTree(portableSha256Into);
    expect(empty.proveAbsence(keyWithBit(1), readFrom(new Map()))).toEqual({ kind: "emptyTree" });
    expect(empty.proveExistence(keyWithBit(1), Uint8Array.of(1))).toBeUndefined();
  });

  it("are refused as a fault for a value the leaf was not made from, a missing one, or an empty one", () => {
    const entries = hashedEntries(3);
    const tree = treeOf(entries);
    const [key = ""] = entries.keys();
    expect(() => tree.proveExistence(hexToBytes(key), Uint8Array.of(1))).toThrow(Fault);
    expect(() => tree.proveAbsence(keyWithBit(1), () => undefined)).toThrow(Fault);
    expect(() => tree.proveAbsence(keyWithBit(1), () => Uint8Array.of(1))).toThrow(Fault);

    const emptyValue = sha256(new Uint8Array(0));
    tree.update([{ keyHash: keyWithBit(1), valueHash: emptyValue }]);
    expect(() => tree.proveExistence(keyWithBit(1), new Uint8Array(0))).toThrow(Fault);
  });
});
