// What can be set about a store, each with its reason.
import { type CacheBounds, cacheBounds } from "../journal.ts";

export interface StoreOptions {
  /** How long, in block time, the state of a block can still be read after the next one. */
  readonly historyMs?: number;
  /** Bytes of changes kept for that, before the earliest are dropped: bounds the disk when blocks are large. */
  readonly historyBytesMax?: number;
  /** Keeps the state of every height for ever. */
  readonly archive?: boolean;
  /** Changed rows that wait in memory before they are written to their place. */
  readonly overlayRowsMax?: number;
  /** Blocks after which they are written even if they are few: bounds what is done again after a crash. */
  readonly overlayBlocksMax?: number;
  /** Rows written out with each block at least once they wait, so that a quiet chain finishes too. */
  readonly flushRowsMin?: number;
  /** Distinct changed rows under one view of an earlier block, and bytes of changes read to make it. */
  readonly viewRowsMax?: number;
  readonly viewBytesMax?: number;
  /** What the journal's cache of decoded rows holds in each of its two generations. */
  readonly journalCache?: CacheBounds;
}

export type StoreSettings = Required<StoreOptions>;

const mebibyte = 1024 * 1024;

export const defaultStoreSettings: StoreSettings = {
  historyMs: 3_600_000,
  historyBytesMax: 4_096 * mebibyte,
  archive: false,
  overlayRowsMax: 32_768,
  overlayBlocksMax: 256,
  flushRowsMin: 1_024,
  viewRowsMax: 200_000,
  viewBytesMax: 256 * mebibyte,
  journalCache: cacheBounds,
};
