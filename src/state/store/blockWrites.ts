// The batch that makes one block durable: its changes, its summary, the head, and the housekeeping that rides along.
import type { RowChange } from "../journal.ts";
import { encodeChanges } from "./changesCodec.ts";
import { type BlockSummary, type Head, headCodec, summaryCodec } from "./head.ts";
import {
  blockRowPrefix,
  changesPrefix,
  formatHeight,
  headKey,
  keyOfHashPrefix,
  stateRowPrefix,
  summaryPrefix,
} from "./keyLayout.ts";
import type { UnwrittenRow } from "./overlay.ts";
import type { RowWrite } from "./rowDatabase.ts";

/** A row that the caller stores beside a block; without a value it is deleted. */
export interface BlockRow {
  readonly key: string;
  readonly value: Uint8Array | undefined;
}

export interface SealedBlock {
  readonly height: number;
  readonly timeMs: number;
  readonly root: Uint8Array;
  readonly changes: readonly RowChange[];
}

const ascii = new TextEncoder();

export function headWrite(head: Head): RowWrite {
  return { key: headKey, value: headCodec.encode(head) };
}

export function blockRowWrites(rows: readonly BlockRow[]): RowWrite[] {
  return rows.map(({ key, value }) => ({ key: blockRowPrefix + key, value }));
}

/** The rows of the overlay in their place, and for those that came or went the way back from the hash of the key. */
export function* stateRowWrites(rows: Iterable<readonly [key: string, row: UnwrittenRow]>): Generator<RowWrite> {
  for (const [key, { row, keyHash, cameOrWent }] of rows) {
    yield { key: stateRowPrefix + key, value: row ?? undefined };
    if (!cameOrWent || keyHash.length === 0) continue;
    yield row === null ? { key: keyOfHashKey(keyHash), value: undefined } : keyOfHashWrite(keyHash, key);
  }
}

/** The way back from the hash of a key. */
export function keyOfHashWrite(keyHash: Uint8Array, key: string): RowWrite {
  return { key: keyOfHashKey(keyHash), value: ascii.encode(key) };
}

export function keyOfHashKey(keyHash: Uint8Array): string {
  return keyOfHashPrefix + Buffer.from(keyHash).toString("base64url");
}

/** A block's changes and summary. */
export function historyWrites(block: SealedBlock): { readonly writes: RowWrite[]; readonly changesBytes: number } {
  const height = formatHeight(block.height);
  const changes = encodeChanges(block.changes);
  const writes = [
    { key: changesPrefix + height, value: changes },
    summaryWrite(block, { changedRows: block.changes.length, changesBytes: changes.length }),
  ];
  return { writes, changesBytes: changes.length };
}

export function summaryWrite(
  { height, timeMs, root }: Pick<SealedBlock, "height" | "timeMs" | "root">,
  size: Pick<BlockSummary, "changedRows" | "changesBytes">,
): RowWrite {
  return { key: summaryPrefix + formatHeight(height), value: summaryCodec.encode({ timeMs, root, ...size }) };
}

/** Deletes what is kept only to read the state of a height, given that the state of no earlier height is kept. */
export function forgetHeightWrites(height: number): RowWrite[] {
  return [
    { key: summaryPrefix + formatHeight(height), value: undefined },
    { key: changesPrefix + formatHeight(height + 1), value: undefined },
  ];
}

/** Several lists of writes as one, made while they are written. */
export function* chain(...parts: readonly Iterable<RowWrite>[]): Generator<RowWrite> {
  for (const part of parts) yield* part;
}
