// The independent model of a store: every version of every row, the root it must have, and what reading it must give.
import { expect } from "vitest";
import { bytesSchema } from "#src/core/schemas.ts";
import { bytesToHex } from "#src/crypto/hex.ts";
import { sha256 } from "#src/crypto/sha256.ts";
import { verifyAbsence, verifyPresence } from "#src/proofs/verify.ts";
import type { StateView } from "#src/state/store/stateView.ts";
import type { StateStore } from "#src/state/store/store.ts";
import { defineTable } from "#src/state/table.ts";
import { portableSha256Into } from "#src/state/tree/nodeHasher.ts";
import { buildTree } from "#src/state/tree/treeBuilder.ts";
import type { ScanRange } from "#src/state/view.ts";

export const probes = defineTable("probe/row/{name}", bytesSchema(1, 4096));

/** A probe's name, and its new content or nothing. */
export type Edit = readonly [name: string, content: number | undefined];
export type Rows = ReadonlyMap<string, Uint8Array>;

const ascii = new TextEncoder();

/** The bytes of a probe as the store holds them. */
export function probeBytes(content: number): Uint8Array {
  return probes.codec.encode(Uint8Array.of(content & 0xff, content >>> 8));
}

export function editProbes(store: StateStore, edits: readonly Edit[]): void {
  for (const [name, content] of edits) {
    if (content === undefined) probes.delete(store.journal, name);
    else probes.put(store.journal, name, Uint8Array.of(content & 0xff, content >>> 8));
  }
}

export function afterEdits(rows: Rows, edits: readonly Edit[]): Rows {
  const edited = new Map(rows);
  for (const [name, content] of edits) {
    if (content === undefined) edited.delete(probes.key(name));
    else edited.set(probes.key(name), probeBytes(content));
  }
  return edited;
}

export function rootOf(rows: Rows): string {
  const leaves = [...rows].map(([key, value]) => ({ keyHash: sha256(ascii.encode(key)), valueHash: sha256(value) }));
  return bytesToHex(buildTree(portableSha256Into, leaves).root);
}

export function rowsIn(rows: Rows, { prefix, after, limit, reverse }: ScanRange): [string, string][] {
  const isBehind = (key: string) => after === undefined || (reverse === true ? key < after : key > after);
  const found = [...rows]
    .filter(([key]) => key.startsWith(prefix) && isBehind(key))
    .map(([key, value]) => [key, bytesToHex(value)]);
  found.sort();
  if (reverse === true) found.reverse();
  return found.slice(0, limit) as [string, string][];
}

export async function scanned(view: Pick<StateView, "scanRows">, range: ScanRange): Promise<[string, string][]> {
  const found: [string, string][] = [];
  for await (const { key, value } of view.scanRows(range)) found.push([key, bytesToHex(value)]);
  return found;
}

/** Commits one block of edits. */
export async function commitProbes(
  store: StateStore,
  height: number,
  timeMs: number,
  edits: readonly Edit[],
): Promise<void> {
  store.journal.beginBlock(height, timeMs);
  editProbes(store, edits);
  store.seal();
  await store.persist();
}

export function expectProof(view: StateView, rows: Rows, name: string): void {
  const key = probes.key(name);
  const proof = view.prove(key);
  expect(bytesToHex(proof.root)).toBe(rootOf(rows));
  expect(bytesToHex(proof.keyHash)).toBe(bytesToHex(sha256(ascii.encode(key))));
  expect(proof.value).toEqual(rows.get(key));
  if (proof.commitmentProof === undefined) expect(rows.size).toBe(0);
  else if (proof.value === undefined) expect(verifyAbsence({ ...proof, proof: proof.commitmentProof })).toBe(true);
  else expect(verifyPresence({ ...proof, value: proof.value, proof: proof.commitmentProof })).toBe(true);
}
