// What each block's batch does besides its own rows: writes out part of the overlay and drops history that is too old.
import { present } from "#src/core/assert.ts";
import { forgetHeightWrites, type SealedBlock } from "./blockWrites.ts";
import type { BlockSummary, Head } from "./head.ts";
import type { Overlay, UnwrittenRow } from "./overlay.ts";
import type { RowWrite } from "./rowDatabase.ts";
import type { StoreSettings } from "./storeOptions.ts";

/** For each row that a block changes, this many are written out, so that the old rows are gone before the new ones fill. */
const flushRowsPerChange = 2;
/** Heights dropped with one block: more than one, so that a long stop is caught up with. */
const forgottenHeightsMax = 16;

export interface Flush {
  readonly rows: readonly (readonly [key: string, row: UnwrittenRow])[];
  readonly flushedHeight: number;
}

/** Chooses the rows to write out with a block whose changes are in the overlay already. */
export function planFlush(overlay: Overlay, block: SealedBlock, flushedHeight: number, settings: StoreSettings): Flush {
  const isFull = overlay.youngSize >= settings.overlayRowsMax;
  const isDue = isFull || block.height - flushedHeight >= settings.overlayBlocksMax;
  if (overlay.oldHeight === undefined && isDue) overlay.turn(block.height);
  if (overlay.oldHeight === undefined) return { rows: [], flushedHeight };
  const mustEmpty = overlay.youngSize >= settings.overlayRowsMax;
  const share = Math.max(settings.flushRowsMin, block.changes.length * flushRowsPerChange);
  const rows = overlay.someOld(mustEmpty ? overlay.oldSize : share);
  const isLast = rows.length === overlay.oldSize;
  return { rows, flushedHeight: isLast ? overlay.oldHeight : flushedHeight };
}

export interface Pruning {
  readonly writes: readonly RowWrite[];
  readonly earliestHeight: number;
  readonly historyBytes: number;
}

/** Chooses the heights whose state is no longer kept once the block of this head is durable. */
export function planPruning(
  head: Head,
  summaryOf: (height: number) => BlockSummary | undefined,
  settings: StoreSettings,
): Pruning {
  const writes: RowWrite[] = [];
  let { earliestHeight, historyBytes } = head;
  const lastForgettable = Math.min(head.flushedHeight, head.height - 1) - 1;
  for (
    let count = 0;
    count < forgottenHeightsMax && earliestHeight <= lastForgettable && !settings.archive;
    count += 1
  ) {
    const next = present(summaryOf(earliestHeight + 1), "every kept block has a summary");
    const isOld = next.timeMs + settings.historyMs < head.timeMs;
    if (!isOld && historyBytes <= settings.historyBytesMax) break;
    writes.push(...forgetHeightWrites(earliestHeight));
    historyBytes -= next.changesBytes;
    earliestHeight += 1;
  }
  return { writes, earliestHeight, historyBytes };
}
