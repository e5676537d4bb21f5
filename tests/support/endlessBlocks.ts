// Blocks that follow from their height alone, so that a process and whoever watches it agree on what they hold.
import { bytesSchema } from "#src/core/schemas.ts";
import { sha256 } from "#src/crypto/sha256.ts";
import type { StateStore } from "#src/state/store/store.ts";
import { defineTable } from "#src/state/table.ts";

export const endlessRows = defineTable("probe/endless/{name}", bytesSchema(1, 4096));

/** Small, so that rows are written out and history is dropped all the time. */
export const crashSettings = { overlayRowsMax: 20, flushRowsMin: 4, overlayBlocksMax: 8, historyMs: 15 };

export type EndlessEdit = readonly [name: string, value: Uint8Array | undefined];

/** Up to forty edits of some two hundred rows, a quarter of them deletions; two blocks in three are small. */
export function editsOfHeight(height: number): EndlessEdit[] {
  const edits = new Map<string, Uint8Array | undefined>();
  const count = height % 3 === 0 ? 40 : 4;
  for (let index = 0; index < count; index += 1) {
    const random = sha256(Uint8Array.of(height & 0xff, (height >>> 8) & 0xff, height >>> 16, index));
    const name = `n${(random[0] ?? 0) % 200}`;
    edits.set(name, (random[1] ?? 0) < 64 ? undefined : random.slice(0, 2 + ((random[2] ?? 0) % 30)));
  }
  return [...edits];
}

export async function commitEdits(store: StateStore, height: number, edits: readonly EndlessEdit[]): Promise<void> {
  store.journal.beginBlock(height, height);
  for (const [name, value] of edits) {
    if (value === undefined) endlessRows.delete(store.journal, name);
    else endlessRows.put(store.journal, name, value);
  }
  store.seal();
  await store.persist([{ key: `block/${height}`, value: Uint8Array.of(height & 0xff) }]);
}

/** The rows that the store must hold after a height. */
export function rowsAfterHeight(height: number): Map<string, Uint8Array> {
  const rows = new Map<string, Uint8Array>();
  for (let at = 0; at <= height; at += 1) {
    for (const [name, value] of editsOfHeight(at)) {
      if (value === undefined) rows.delete(endlessRows.key(name));
      else rows.set(endlessRows.key(name), endlessRows.codec.encode(value));
    }
  }
  return rows;
}
