// A snapshot of the newest durable block in chunks, made while the node goes on committing.

import { assert } from "#src/core/assert.ts";
import { compareText } from "#src/core/order.ts";
import { concatBytes } from "#src/crypto/hex.ts";
import type { Sha256Into } from "#src/state/tree/nodeHasher.ts";
import type { StoredRow } from "#src/state/view.ts";
import type { FrozenState } from "../frozenState.ts";
import { hashBytes } from "../hashBytes.ts";
import { assertStorableKey } from "../keyLayout.ts";
import { chunkBytesMax, encodeManifest, snapshotFormat } from "./manifest.ts";
import { chunksOf } from "./rowChunk.ts";

/** Yields the manifest, then the chunks it names; for that the rows are walked twice. Closes the frozen state. */
export async function* exportSnapshot(
  frozen: FrozenState,
  blockRows: readonly StoredRow[],
  sha256Into: Sha256Into,
): AsyncGenerator<Uint8Array> {
  try {
    const firstWalk = snapshotChunks(frozen, blockRows, sha256Into);
    let step = await firstWalk.next();
    while (step.done !== true) step = await firstWalk.next();
    yield step.value;
    yield* snapshotChunks(frozen, blockRows, sha256Into);
  } finally {
    await frozen.close();
  }
}

/** Yields chunks of state rows, then chunks of the caller's rows, and returns the manifest that names them. */
export async function* snapshotChunks(
  frozen: FrozenState,
  blockRows: readonly StoredRow[],
  sha256Into: Sha256Into,
): AsyncGenerator<Uint8Array, Uint8Array> {
  const sortedBlockRows = blockRows.toSorted((left, right) => compareText(left.key, right.key));
  for (const { key } of sortedBlockRows) assertStorableKey(key);
  let stateRows = 0;
  const countedRows = async function* () {
    for await (const row of frozen.rows()) {
      stateRows += 1;
      yield row;
    }
  };
  const hashes: Uint8Array[] = [];
  for (const chunks of [chunksOf("state", countedRows()), chunksOf("block", sortedBlockRows)]) {
    for await (const chunk of chunks) {
      hashes.push(hashBytes(sha256Into, chunk));
      yield chunk;
    }
  }
  const { height, timeMs, root } = frozen;
  const manifest = encodeManifest({
    format: snapshotFormat,
    height,
    timeMs,
    root,
    stateRows,
    blockRows: blockRows.length,
    chunkHashes: concatBytes(...hashes),
  });
  assert(manifest.length <= chunkBytesMax, "a manifest fits into a chunk");
  return manifest;
}
