// The backup of a running node: a snapshot of its newest state, with the rows that a chain needs to go on from there.
import { decodeBlockRecord, placeCodec, recordKeys } from "#src/consensus/records.ts";
import { rememberedRowsOf } from "#src/consensus/rememberedRows.ts";
import { bytesToHex } from "#src/crypto/hex.ts";
import { exportSnapshot } from "#src/state/store/snapshot/exportSnapshot.ts";
import { cutRows } from "#src/state/store/snapshot/rowParts.ts";
import type { StateView } from "#src/state/store/stateView.ts";
import type { StateStore } from "#src/state/store/store.ts";
import type { StoredRow } from "#src/state/view.ts";
import { nativeSha256Into } from "../nativeCrypto.ts";
import { writeFrames } from "./frames.ts";

/** The bytes of a backup file of the newest durable block, or of an earlier one that is kept, whatever is committed meanwhile. */
export function exportBackup(store: StateStore, genesisText: string, height?: number): AsyncIterable<Uint8Array> {
  return writeFrames(framesOf(store, genesisText, height));
}

async function* framesOf(
  store: StateStore,
  genesisText: string,
  height: number | undefined,
): AsyncGenerator<Uint8Array> {
  yield new TextEncoder().encode(genesisText);
  const view = height === undefined ? store.reader() : await store.readerAt(height);
  const frozen = await store.freezeAt(view.height);
  const rows = await rowsToGoOnFrom(store, view).catch(async (fault) => {
    await frozen.close();
    throw fault;
  });
  yield* exportSnapshot(frozen, cutRows(rows), nativeSha256Into);
}

async function rowsToGoOnFrom(store: StateStore, view: StateView): Promise<StoredRow[]> {
  const { height } = view;
  const rows = rowsUnder(store, [recordKeys.genesis, recordKeys.block(height), recordKeys.results(height)]);
  rows.push(...indexRowsOf(store, height), ...(await rememberedRowsOf(store, view)));
  return rows;
}

/** Where the transactions of one block were decided: those that came a second time have their place elsewhere. */
function indexRowsOf(store: StateStore, height: number): StoredRow[] {
  const block = store.readBlockRow(recordKeys.block(height));
  if (block === undefined) return [];
  const keys = decodeBlockRecord(block).transactionIds.map((id) => recordKeys.transaction(bytesToHex(id)));
  return rowsUnder(store, [...new Set(keys)]).filter(({ value }) => placeCodec.decode(value).height === height);
}

function rowsUnder(store: StateStore, keys: readonly string[]): StoredRow[] {
  return keys.flatMap((key) => {
    const value = store.readBlockRow(key);
    return value === undefined ? [] : [{ key, value }];
  });
}
