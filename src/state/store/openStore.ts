// Opens a store: applies again what a stop left unwritten, rebuilds the tree from every row, and compares the roots.
import { bytesEqual, bytesToHex } from "#src/crypto/hex.ts";
import { decodeStored } from "../storedRow.ts";
import type { Sha256Into } from "../tree/nodeHasher.ts";
import { TreeBuilder } from "../tree/treeBuilder.ts";
import { RowHasher, TreeCommitment } from "./commitment.ts";
import { type Head, headCodec } from "./head.ts";
import { requireChanges } from "./history.ts";
import { changesPrefix, formatHeight, headKey, loadingKey, rangeOf, stateRowPrefix } from "./keyLayout.ts";
import { openLevelDatabase } from "./levelDatabase.ts";
import { Overlay } from "./overlay.ts";
import type { RowDatabase } from "./rowDatabase.ts";
import { RowLayers } from "./rowLayers.ts";
import { StateStore } from "./store.ts";
import { StoreFault } from "./storeFault.ts";
import { defaultStoreSettings, type StoreOptions } from "./storeOptions.ts";

/** Rows read at once: long enough to be quick, short enough that the node answers meanwhile. */
const stepRows = 2_000;

/** Opens the store in a directory, which is made if it is not there. */
export async function openStore(
  directory: string,
  sha256Into: Sha256Into,
  options: StoreOptions = {},
): Promise<StateStore> {
  return openStoreOn(await openLevelDatabase(directory), sha256Into, options);
}

/** Opens the store in a database, which is closed again if that fails. */
export async function openStoreOn(
  database: RowDatabase,
  sha256Into: Sha256Into,
  options: StoreOptions = {},
): Promise<StateStore> {
  const settings = { ...defaultStoreSettings, ...options };
  try {
    const head = loadHead(database);
    if (head === undefined) await clearHalfLoaded(database);
    const hasher = new RowHasher(sha256Into);
    const overlay = head === undefined ? new Overlay() : await redoChanges(database, head, hasher);
    const commitment = await buildCommitment(database, overlay, hasher, sha256Into);
    if (head !== undefined) requireRoot(commitment, head);
    return new StateStore(new RowLayers(database, overlay, commitment), settings, head);
  } catch (error) {
    await database.close();
    throw error;
  }
}

export function loadHead(database: RowDatabase): Head | undefined {
  const bytes = database.get(headKey);
  return bytes === undefined ? undefined : decodeStored(headKey, headCodec, bytes);
}

/** Without a head there must be nothing, unless a first load was cut short. */
export async function clearHalfLoaded(database: RowDatabase): Promise<void> {
  const isHalfLoaded = database.get(loadingKey) !== undefined;
  for (;;) {
    const cursor = database.iterate(rangeOf(""));
    const rows = await cursor.next(stepRows);
    await cursor.close();
    const others = rows.filter(([key]) => key !== loadingKey);
    if (others.length === 0) break;
    if (!isHalfLoaded)
      throw new StoreFault("corrupt", "the directory holds rows but no head: it is not a whole ledger");
    await database.write(others.map(([key]) => ({ key, value: undefined })));
  }
  if (isHalfLoaded) await database.write([{ key: loadingKey, value: undefined }]);
}

/** The changes of blocks whose rows may not be in their place yet. Doing one twice does no harm. */
async function redoChanges(database: RowDatabase, head: Head, hasher: RowHasher): Promise<Overlay> {
  const overlay = new Overlay();
  for (let height = head.flushedHeight + 1; height <= head.height; height += 1) {
    const changes = requireChanges(await database.load(changesPrefix + formatHeight(height)), height);
    overlay.apply(changes, (key) => hasher.hashKey(key));
  }
  return overlay;
}

async function buildCommitment(
  database: RowDatabase,
  overlay: Overlay,
  hasher: RowHasher,
  sha256Into: Sha256Into,
): Promise<TreeCommitment> {
  const builder = new TreeBuilder(sha256Into);
  const cursor = database.iterate(rangeOf(stateRowPrefix));
  for (;;) {
    const rows = await cursor.next(stepRows);
    if (rows.length === 0) break;
    for (const [databaseKey, value] of rows) {
      const key = databaseKey.slice(stateRowPrefix.length);
      if (overlay.get(key) === undefined) builder.add(hasher.hashKey(key), hasher.hashValue(value));
    }
  }
  await cursor.close();
  for (const [, { row, keyHash }] of overlay.entries()) {
    if (row !== null) builder.add(keyHash, hasher.hashValue(row));
  }
  return new TreeCommitment(builder.build(), hasher);
}

function requireRoot({ root }: TreeCommitment, head: Head): void {
  if (bytesEqual(root, head.root)) return;
  const message = `the rows give the root ${bytesToHex(root)}, but block ${head.height} committed ${bytesToHex(head.root)}`;
  throw new StoreFault("rootMismatch", message);
}
