// A store of several chunks of rows, and snapshots taken out of it and into empty stores.
import { bytesSchema } from "#src/core/schemas.ts";
import { MemoryDatabase } from "#src/state/store/memoryDatabase.ts";
import { openStoreOn } from "#src/state/store/openStore.ts";
import { importSnapshotInto, type TrustedState } from "#src/state/store/snapshot/importSnapshot.ts";
import type { StateStore } from "#src/state/store/store.ts";
import { defineTable } from "#src/state/table.ts";
import { portableSha256Into } from "#src/state/tree/nodeHasher.ts";
import { commitProbes } from "../versionedRows.ts";

const large = defineTable("probe/large/{number}", bytesSchema(1, 100_000));

/** A store of some three chunks of rows, in the middle of its life. */
export async function largeStore(): Promise<StateStore> {
  const store = await openStoreOn(new MemoryDatabase(), portableSha256Into, { overlayRowsMax: 10, flushRowsMin: 4 });
  await commitProbes(store, 0, 0, [["a", 1]]);
  for (let height = 1; height <= 6; height += 1) {
    store.journal.beginBlock(height, height);
    for (let number = 0; number < 6; number += 1) {
      large.put(store.journal, height * 10 + number, new Uint8Array(60_000 + number).fill(height));
    }
    if (height > 3) large.delete(store.journal, 11 + height);
    store.seal();
    await store.persist();
  }
  return store;
}

export const blockRows = [
  { key: "header/6", value: Uint8Array.of(6) },
  { key: "commit/6", value: Uint8Array.of(7, 7) },
];

export async function collect(chunks: AsyncIterable<Uint8Array>): Promise<Uint8Array[]> {
  const collected: Uint8Array[] = [];
  for await (const chunk of chunks) collected.push(chunk);
  return collected;
}

async function* given(chunks: readonly Uint8Array[]) {
  yield* chunks;
}

export const importing = (chunks: readonly Uint8Array[], trusted?: TrustedState, database = new MemoryDatabase()) =>
  importSnapshotInto(database, given(chunks), trusted, portableSha256Into);
