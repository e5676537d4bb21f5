// The backup of a running node: a snapshot of its newest state, with the rows that a chain needs to go on from there.
import { decodeBlockRecord, placeCodec, recordKeys } from "#src/consensus/records.ts";
import { bytesToHex } from "#src/crypto/hex.ts";
import { ReplayGuard } from "#src/machine/replayGuard.ts";
import type { FrozenState } from "#src/state/store/frozenState.ts";
import { exportSnapshot } from "#src/state/store/snapshot/exportSnapshot.ts";
import type { StateStore } from "#src/state/store/store.ts";
import type { StoredRow } from "#src/state/view.ts";
import { nativeSha256, nativeSha256Into } from "../nativeCrypto.ts";
import { writeFrames } from "./frames.ts";
import { cutRows } from "./rowParts.ts";

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
  const frozen = height === undefined ? store.freeze() : await store.freezeAt(height);
  const rows = await rowsToGoOnFrom(store, frozen).catch(async (fault) => {
    await frozen.close();
    throw fault;
  });
  yield* exportSnapshot(frozen, cutRows(rows), nativeSha256Into);
}

async function rowsToGoOnFrom(store: StateStore, { height, timeMs }: FrozenState): Promise<StoredRow[]> {
  const rows = rowsUnder(store, [recordKeys.genesis, recordKeys.block(height), recordKeys.results(height)]);
  rows.push(...indexRowsOf(store, height));
  for await (const row of store.scanBlockRows({ prefix: recordKeys.rememberedPrefix, reverse: true })) {
    // Blocks may have come since the state was frozen.
    if (row.key > recordKeys.remembered(height)) continue;
    const guard = new ReplayGuard(nativeSha256);
    const mayGoOn = guard.load(row.value, timeMs);
    if (guard.count > 0) rows.push(row);
    if (!mayGoOn) break;
  }
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
