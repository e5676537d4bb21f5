// The blocks that a ledger holds: one restored from a backup begins with the backup's newest, a joiner's after its snapshot.
import { type BlockRecord, decodeBlockRecord, heightOfKey, recordKeys } from "#src/consensus/records.ts";
import { present } from "#src/core/assert.ts";
import type { StateStore } from "#src/state/store/store.ts";

export function findBlock(store: StateStore, height: number): BlockRecord | undefined {
  const row = store.readBlockRow(recordKeys.block(height));
  return row === undefined ? undefined : decodeBlockRecord(row);
}

export function requireBlock(store: StateStore, height: number): BlockRecord {
  return present(findBlock(store, height), `block ${height} is stored`);
}

/** The height of the first block that is there, or will be. */
export async function firstBlockHeight(store: StateStore): Promise<number> {
  for await (const { key } of store.scanBlockRows({ prefix: recordKeys.blockPrefix, limit: 1 }))
    return heightOfKey(key);
  return (store.head?.height ?? 0) + 1;
}
