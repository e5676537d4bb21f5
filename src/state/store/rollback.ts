// Steps back to an earlier block by undoing the changes of those after it.
import { present } from "#src/core/assert.ts";
import { bytesEqual } from "#src/crypto/hex.ts";
import { headWrite, stateRowWrites } from "./blockWrites.ts";
import type { Head } from "./head.ts";
import { loadSummary, requireChanges } from "./history.ts";
import { blockRowPrefix, changesPrefix, formatHeight, summaryPrefix } from "./keyLayout.ts";
import type { RowWrite } from "./rowDatabase.ts";
import type { RowLayers } from "./rowLayers.ts";
import type { RowState } from "./sortedRows.ts";
import { StoreFault } from "./storeFault.ts";

/** Rows undone in one batch before the next begins: a long way back is gone in steps, each of which counts. */
const stepRowsMax = 200_000;

/** Yields each head reached; every one of them is durable. */
export async function* rollBack(
  rows: RowLayers,
  head: Head,
  height: number,
  blockRowKeysOf: (height: number) => Promise<readonly string[]>,
): AsyncGenerator<Head> {
  let reached = head;
  while (reached.height > height) {
    reached = await stepBack(rows, reached, height, blockRowKeysOf);
    yield reached;
  }
}

async function stepBack(
  rows: RowLayers,
  head: Head,
  height: number,
  blockRowKeysOf: (height: number) => Promise<readonly string[]>,
): Promise<Head> {
  const { database, overlay, commitment } = rows;
  const rowsBefore = new Map<string, RowState>();
  const deletions: RowWrite[] = [];
  let at = head.height;
  let historyBytes = head.historyBytes;
  for (; at > height && rowsBefore.size < stepRowsMax; at -= 1) {
    const changesKey = changesPrefix + formatHeight(at);
    const encoded = await database.load(changesKey);
    for (const { key, before } of requireChanges(encoded, at)) rowsBefore.set(key, before ?? null);
    historyBytes -= encoded?.length ?? 0;
    const blockRowKeys = (await blockRowKeysOf(at)).map((key) => blockRowPrefix + key);
    for (const key of [changesKey, summaryPrefix + formatHeight(at), ...blockRowKeys]) {
      deletions.push({ key, value: undefined });
    }
  }
  const { timeMs, root } = present(loadSummary(database, at), "every kept block has a summary");
  const changes = [...rowsBefore].map(([key, row]) => ({ key, before: rows.readRow(key), after: row ?? undefined }));
  const keyHashes = overlay.apply(changes, (key) => commitment.hashKey(key));
  commitment.update(
    changes.map(({ key, after }) => ({ key, value: after })),
    keyHashes,
  );
  if (!bytesEqual(commitment.root, root)) {
    throw new StoreFault("corrupt", `the changes kept since block ${at} do not lead back to its root`);
  }
  const reached: Head = { ...head, height: at, timeMs, root, flushedHeight: at, historyBytes };
  await database.write([...deletions, ...stateRowWrites(overlay.entries()), headWrite(reached)]);
  overlay.clear();
  return reached;
}
