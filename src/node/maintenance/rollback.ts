// Rollback: takes a stopped node's chain back to an earlier height that is still kept.
import { placeCodec, recordKeys } from "#src/consensus/records.ts";
import { bytesToHex } from "#src/crypto/hex.ts";
import type { StateStore } from "#src/state/store/store.ts";
import { requireBlock } from "./chain.ts";

/** Deletes the later blocks with their results and index rows, and undoes their changes of state. */
export async function rollBackTo(store: StateStore, height: number): Promise<void> {
  await store.rollbackTo(height, async (undone) => {
    const indexed = requireBlock(store, undone).transactionIds.map((id) => recordKeys.transaction(bytesToHex(id)));
    return [
      recordKeys.block(undone),
      recordKeys.results(undone),
      recordKeys.remembered(undone),
      ...indexed.filter((key) => wasDecidedAt(store, key, undone)),
    ];
  });
}

/** A transaction that came twice is indexed where it came first. */
function wasDecidedAt(store: StateStore, key: string, height: number): boolean {
  const row = store.readBlockRow(key);
  return row !== undefined && placeCodec.decode(row).height === height;
}
