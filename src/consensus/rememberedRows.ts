// What the replay guard keeps beside blocks, as it travels in backups and snapshots: all of it that a state still counts.

import type { Sha256 } from "#src/crypto/sha256.ts";
import { BucketChains, reachOf, rememberedFromMinute } from "#src/machine/replayGuard.ts";
import type { StateStore } from "#src/state/store/store.ts";
import type { StateReader, StoredRow } from "#src/state/view.ts";
import { recordKeys } from "./records.ts";

/** The rows of blocks up to this state's that hold an id which a running node remembers there. */
export async function rememberedRowsOf(
  store: StateStore,
  state: StateReader & { readonly height: number },
): Promise<StoredRow[]> {
  const from = rememberedFromMinute(state);
  const last = recordKeys.remembered(state.height);
  const rows: StoredRow[] = [];
  for await (const row of store.scanBlockRows({ prefix: recordKeys.rememberedPrefix, reverse: true })) {
    // Blocks may have come since.
    if (row.key > last) continue;
    const { holds, before } = reachOf(row.value, from);
    if (holds) rows.push(row);
    if (!before) break;
  }
  return rows;
}

/** Whether these rows, oldest first, are those that a state counts, and no others: whoever sent them may have lied. */
export function hasItsRememberedRows(rows: readonly Uint8Array[], state: StateReader, sha256: Sha256): boolean {
  const chains = new BucketChains(state, sha256);
  return rows.every((row) => chains.add(row)) && chains.agree();
}
