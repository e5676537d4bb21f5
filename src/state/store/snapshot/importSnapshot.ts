// Takes a snapshot into an empty directory: every chunk is checked as it comes, and the root before the store exists.
import { bytesEqual } from "#src/crypto/hex.ts";
import { refusals } from "#src/state/refusals.ts";
import type { Sha256Into } from "#src/state/tree/nodeHasher.ts";
import { TreeBuilder } from "#src/state/tree/treeBuilder.ts";
import { type BlockRow, blockRowWrites, keyOfHashWrite } from "../blockWrites.ts";
import { RowHasher, TreeCommitment } from "../commitment.ts";
import { BulkLoad, firstHead } from "../firstBlock.ts";
import { hashBytes } from "../hashBytes.ts";
import type { Head } from "../head.ts";
import { blockRowPrefix, stateRowPrefix } from "../keyLayout.ts";
import { clearHalfLoaded, loadHead } from "../openStore.ts";
import { Overlay } from "../overlay.ts";
import type { RowDatabase } from "../rowDatabase.ts";
import { RowLayers } from "../rowLayers.ts";
import { StateStore } from "../store.ts";
import { defaultStoreSettings, type StoreOptions } from "../storeOptions.ts";
import { chunkBytesMax, chunkCountOf, chunkHashOf, decodeManifest, type SnapshotManifest } from "./manifest.ts";
import { decodeChunk, type RowKind } from "./rowChunk.ts";

/** What the importer knows from a header it trusts; without it, a snapshot is only checked against itself. */
export interface TrustedState {
  readonly height: number;
  readonly root: Uint8Array;
}

/** Closes the database if the snapshot is refused; what was loaded of it is cleared when it is opened again. */
export async function importSnapshotInto(
  database: RowDatabase,
  chunks: AsyncIterable<Uint8Array>,
  trusted: TrustedState | undefined,
  sha256Into: Sha256Into,
  options: StoreOptions = {},
): Promise<StateStore> {
  try {
    const intake = await SnapshotIntake.into(database, sha256Into, trusted);
    for await (const chunk of chunks) await intake.take(chunk);
    return storeOver(database, await intake.finish(async () => []), options);
  } catch (error) {
    await database.close();
    throw error;
  }
}

/** What a snapshot became: its tree is built, so the database opens without hashing every row again. */
export interface ImportedState {
  readonly commitment: TreeCommitment;
  readonly head: Head;
}

/** A store over a database into which this state was imported, and nothing else written since. */
export function storeOver(
  database: RowDatabase,
  { commitment, head }: ImportedState,
  options: StoreOptions = {},
): StateStore {
  const settings = { ...defaultStoreSettings, ...options };
  return new StateStore(new RowLayers(database, new Overlay(), commitment), settings, head);
}

/** Takes a snapshot chunk by chunk, the manifest first. */
export class SnapshotIntake {
  readonly #database: RowDatabase;
  readonly #sha256Into: Sha256Into;
  readonly #hasher: RowHasher;
  readonly #trusted: TrustedState | undefined;
  readonly #load: BulkLoad;
  readonly #builder: TreeBuilder;
  #manifest: SnapshotManifest | undefined;
  #chunks = 0;
  #kind: RowKind = "state";
  #lastKey = "";
  readonly #counts = { state: 0, block: 0 };

  static async into(
    database: RowDatabase,
    sha256Into: Sha256Into,
    trusted: TrustedState | undefined,
  ): Promise<SnapshotIntake> {
    const present = loadHead(database);
    if (present !== undefined) throw refusals.storeNotEmpty({ height: present.height });
    await clearHalfLoaded(database);
    return new SnapshotIntake(database, sha256Into, trusted);
  }

  private constructor(database: RowDatabase, sha256Into: Sha256Into, trusted: TrustedState | undefined) {
    this.#database = database;
    this.#sha256Into = sha256Into;
    this.#hasher = new RowHasher(sha256Into);
    this.#trusted = trusted;
    this.#load = new BulkLoad(database);
    this.#builder = new TreeBuilder(sha256Into);
  }

  async take(bytes: Uint8Array): Promise<void> {
    if (bytes.length > chunkBytesMax) throw malformed("a chunk is too long");
    if (this.#manifest === undefined) {
      this.#manifest = this.#acceptManifest(bytes);
      return;
    }
    const expected = chunkCountOf(this.#manifest);
    if (this.#chunks === expected) throw refusals.snapshotIncomplete({ chunks: this.#chunks + 1, expected });
    if (!bytesEqual(hashBytes(this.#sha256Into, bytes), chunkHashOf(this.#manifest, this.#chunks))) {
      throw refusals.snapshotChunkAltered({ chunk: this.#chunks + 1 });
    }
    this.#chunks += 1;
    this.#takeRows(bytes, this.#manifest);
    await this.#load.writeIfFull();
  }

  /**
   * Makes the directory a store, once all chunks have come and give the root. `complete` sees it before, may refuse it,
   * and answers with rows to be written in the same batch.
   */
  async finish(complete: (store: StateStore) => Promise<readonly BlockRow[]>): Promise<ImportedState> {
    const manifest = this.#manifest;
    if (manifest === undefined) throw refusals.snapshotIncomplete({ chunks: 0, expected: 1 });
    const expected = chunkCountOf(manifest);
    if (this.#chunks !== expected) throw refusals.snapshotIncomplete({ chunks: this.#chunks, expected });
    if (this.#counts.state !== manifest.stateRows || this.#counts.block !== manifest.blockRows) {
      throw malformed("the manifest counts other rows");
    }
    const commitment = new TreeCommitment(this.#builder.build(), this.#hasher);
    if (!bytesEqual(commitment.root, manifest.root)) throw refusals.snapshotRootMismatch({ height: manifest.height });
    const imported = { commitment, head: firstHead(manifest) };
    await this.#load.writeAll();
    const rows = await complete(storeOver(this.#database, imported));
    for (const write of blockRowWrites(rows)) this.#load.add(write);
    await this.#load.finish(imported.head);
    return imported;
  }

  #acceptManifest(bytes: Uint8Array): SnapshotManifest {
    const manifest = decodeManifest(bytes);
    const trusted = this.#trusted;
    if (trusted === undefined) return manifest;
    if (trusted.height !== manifest.height || !bytesEqual(trusted.root, manifest.root)) {
      throw refusals.snapshotRootMismatch({ height: manifest.height });
    }
    return manifest;
  }

  #takeRows(bytes: Uint8Array, manifest: SnapshotManifest): void {
    const { kind, rows } = decodeChunk(bytes);
    this.#counts[kind] += rows.length;
    if (this.#counts[kind] > manifest[`${kind}Rows`]) throw malformed("the manifest counts fewer rows");
    if (kind !== this.#kind) {
      if (kind === "state") throw malformed("state rows follow block rows");
      this.#kind = kind;
      this.#lastKey = "";
    }
    for (const { key, value } of rows) {
      if (key <= this.#lastKey) throw malformed("keys are not in order");
      this.#lastKey = key;
      if (kind === "state") this.#takeStateRow(key, value);
      else this.#load.add({ key: blockRowPrefix + key, value });
    }
  }

  #takeStateRow(key: string, value: Uint8Array): void {
    const keyHash = this.#hasher.hashKey(key);
    this.#builder.add(keyHash, this.#hasher.hashValue(value));
    this.#load.add({ key: stateRowPrefix + key, value });
    this.#load.add(keyOfHashWrite(keyHash, key));
  }
}

function malformed(reason: string) {
  return refusals.snapshotMalformed({ reason });
}
