// A store in memory, for tests: the same code over a map, and without a tree unless roots or proofs are wanted.
import { portableSha256Into } from "../tree/nodeHasher.ts";
import { TreeBuilder } from "../tree/treeBuilder.ts";
import { noCommitment, RowHasher, TreeCommitment } from "./commitment.ts";
import { MemoryDatabase } from "./memoryDatabase.ts";
import { Overlay } from "./overlay.ts";
import { RowLayers } from "./rowLayers.ts";
import { StateStore } from "./store.ts";
import { defaultStoreSettings, type StoreOptions } from "./storeOptions.ts";

export interface MemoryStoreOptions extends StoreOptions {
  /** Whether blocks have roots and keys can be proved. */
  readonly hasTree?: boolean;
}

/** Stored values are frozen, so that a handler that writes to one fails here instead of forking the ledger. */
export function createMemoryStore({ hasTree = false, ...options }: MemoryStoreOptions = {}): StateStore {
  const commitment = hasTree
    ? new TreeCommitment(new TreeBuilder(portableSha256Into).build(), new RowHasher(portableSha256Into))
    : noCommitment;
  const rows = new RowLayers(new MemoryDatabase(), new Overlay(), commitment);
  return new StateStore(rows, { ...defaultStoreSettings, ...options }, undefined, freezeDeeply);
}

function freezeDeeply(value: unknown): void {
  // Bytes cannot be frozen.
  if (typeof value !== "object" || value === null || ArrayBuffer.isView(value) || Object.isFrozen(value)) return;
  Object.freeze(value);
  for (const member of Object.values(value)) freezeDeeply(member);
}
