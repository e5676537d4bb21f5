// Snapshots of ledgers for tests: as a node shelves them, and as a joiner takes them in.
import { join } from "node:path";
import { Joining } from "#src/consensus/abci/snapshots/joining.ts";
import { SnapshotMaker } from "#src/consensus/abci/snapshots/snapshotMaker.ts";
import { SnapshotShelf } from "#src/consensus/abci/snapshots/snapshotShelf.ts";
import { bytesSchema } from "#src/core/schemas.ts";
import { nativeSha256, nativeSha256Into } from "#src/node/nativeCrypto.ts";
import { genesisRow, type OpenLedger } from "#src/node/openLedger.ts";
import type { ImportedState } from "#src/state/store/snapshot/importSnapshot.ts";
import { snapshotFormat } from "#src/state/store/snapshot/manifest.ts";
import { defineTable } from "#src/state/table.ts";

const large = defineTable("probe/large/{number}", bytesSchema(1, 100_000));

/** Fills the next block of a ledger with so many mebibytes of rows, so that its snapshot has several chunks. */
export async function fillBlock({ store }: OpenLedger, mebibytes: number): Promise<void> {
  const { height = -1, timeMs = 0 } = store.head ?? {};
  store.journal.beginBlock(height + 1, timeMs + 1_000);
  for (let number = 0; number < mebibytes * 11; number += 1) {
    large.put(store.journal, number, new Uint8Array(100_000).fill(number + 1));
  }
  store.seal();
  await store.persist();
}

export interface TakenSnapshot {
  readonly height: number;
  readonly root: Uint8Array;
  readonly manifest: Uint8Array;
  readonly chunks: readonly Uint8Array[];
}

/** The snapshot of a ledger's newest block, through maker and shelf. */
export async function takeSnapshot({ store }: OpenLedger, folder: string): Promise<TakenSnapshot> {
  const { height = 0, root = new Uint8Array() } = store.head ?? {};
  const settings = { keptMax: 1, headHeight: height, sha256: nativeSha256, nowMs: () => 0 };
  const shelf = new SnapshotShelf(join(folder, `shelf-${height}`), settings);
  const onFailed = (fault: unknown) => {
    throw fault;
  };
  const maker = new SnapshotMaker({ sha256Into: nativeSha256Into, shelf, intervalBlocks: 1, onFailed });
  maker.afterBlock(store, height);
  await maker.settled();
  const [made] = shelf.list();
  if (made === undefined) throw new Error("no snapshot was made");
  const chunks: Uint8Array[] = [];
  for (let index = 0; index < made.chunks; index += 1) {
    chunks.push((await shelf.loadChunk(height, index)) ?? new Uint8Array());
  }
  return { height, root, manifest: made.manifest, chunks };
}

/** What an honest peer offers, and an honest light client trusts. */
export function offerOf({ height, root, manifest, chunks }: TakenSnapshot) {
  const hash = nativeSha256(manifest);
  return { height, format: snapshotFormat, chunks: chunks.length, hash, metadata: manifest, trustedRoot: root };
}

/** A joiner of this ledger's network, and what it completed. */
export function joinerOf({ versions, genesis }: OpenLedger, directory: string) {
  const completed: ImportedState[] = [];
  const joining = new Joining({
    directory,
    genesisRow: genesisRow(versions.registryOf(genesis.moduleVersions), genesis),
    sha256: nativeSha256,
    sha256Into: nativeSha256Into,
    onComplete: async (imported) => void completed.push(imported),
  });
  return { joining, completed };
}
