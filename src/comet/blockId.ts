// What names a block: the hash of its header, and the root and number of the parts it travels in.
import { bytesEqual } from "#src/crypto/hex.ts";
import { WireWriter } from "./wire.ts";

export interface PartSetHeader {
  readonly total: number;
  readonly hash: Uint8Array;
}

export interface BlockId {
  readonly hash: Uint8Array;
  readonly partSetHeader: PartSetHeader;
}

const noBytes = new Uint8Array(0);

/** The name of no block: what the first header points to, and what a vote for nil names. */
export const noBlockId: BlockId = { hash: noBytes, partSetHeader: { total: 0, hash: noBytes } };

export function isNoBlockId({ hash, partSetHeader }: BlockId): boolean {
  return hash.length === 0 && partSetHeader.total === 0 && partSetHeader.hash.length === 0;
}

export function blockIdsEqual(a: BlockId, b: BlockId): boolean {
  return (
    bytesEqual(a.hash, b.hash) &&
    a.partSetHeader.total === b.partSetHeader.total &&
    bytesEqual(a.partSetHeader.hash, b.partSetHeader.hash)
  );
}

export function encodeBlockId({ hash, partSetHeader }: BlockId): Uint8Array {
  const parts = new WireWriter().integer(1, partSetHeader.total).bytes(2, partSetHeader.hash).finish();
  return new WireWriter().bytes(1, hash).embedded(2, parts).finish();
}
