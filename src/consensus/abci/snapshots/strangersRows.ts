// The rows beside blocks that a snapshot brings: no root covers them, so each is checked against the state, or refused.

import { heightOfKey } from "#src/consensus/records.ts";
import { hasItsRememberedRows } from "#src/consensus/rememberedRows.ts";
import { limits } from "#src/core/limits.ts";
import type { Sha256 } from "#src/crypto/sha256.ts";
import { refusals } from "#src/state/refusals.ts";
import type { BlockRow } from "#src/state/store/blockWrites.ts";
import { joinParts, partPrefix } from "#src/state/store/snapshot/rowParts.ts";
import type { StateStore } from "#src/state/store/store.ts";
import type { StoredRow } from "#src/state/view.ts";

/** Every id that may be remembered at once, and as much again for what expired in the same blocks. */
const rememberedBytesMax = 2 * 32 * limits.rememberedIdsMax;
const rememberedKey = /^remembered\/[0-9]{16}$/;

/**
 * What is to be written beside the state of a snapshot: the ids remembered against replay, put together from their parts.
 * Blocks, results and places of transactions are not taken from strangers: a joiner has none before its snapshot.
 */
export async function rowsToGoOnWith(store: StateStore, height: number, sha256: Sha256): Promise<BlockRow[]> {
  const parts: StoredRow[] = [];
  const rows = new Map<string, Uint8Array>();
  let bytes = 0;
  for await (const row of store.scanBlockRows({ prefix: "" })) {
    bytes += row.value.length;
    if (bytes > rememberedBytesMax) throw malformed("more is remembered than may be");
    if (row.key.startsWith(partPrefix)) parts.push(row);
    else rows.set(row.key, row.value);
  }
  const joined = joinParts(parts);
  for (const { key, value } of joined) {
    if (rows.has(key)) throw malformed("a row comes whole and in parts");
    rows.set(key, value);
  }
  for (const key of rows.keys()) {
    if (!rememberedKey.test(key) || heightOfKey(key) > height) throw malformed("a row is no joiner's");
  }
  if (!hasItsRememberedRows(inOrder(rows), store.reader(), sha256)) {
    throw malformed("the remembered transactions are not those that the state counts");
  }
  return [...joined, ...parts.map(({ key }) => ({ key, value: undefined }))];
}

function inOrder(rows: ReadonlyMap<string, Uint8Array>): Uint8Array[] {
  return [...rows].sort(([left], [right]) => heightOfKey(left) - heightOfKey(right)).map(([, value]) => value);
}

function malformed(reason: string) {
  return refusals.snapshotMalformed({ reason });
}
