// The parts in which an encoded block travels between CometBFT nodes, and the name that a block gets from them.
import { type Sha256, sha256 } from "#src/crypto/sha256.ts";
import { type Block, encodeBlock } from "./block.ts";
import type { BlockId, PartSetHeader } from "./blockId.ts";
import { headerHash } from "./header.ts";
import { merkleRoot } from "./merkle.ts";

/** CometBFT's constant: all parts but the last are this long. */
export const partLength = 65_536;

export interface PartSet {
  readonly header: PartSetHeader;
  /** Views into the encoded block, not copies; they are the leaves under the header's hash. */
  readonly parts: readonly Uint8Array[];
}

export function splitIntoParts(encodedBlock: Uint8Array, hash: Sha256 = sha256): PartSet {
  const parts: Uint8Array[] = [];
  for (let start = 0; start < encodedBlock.length; start += partLength) {
    parts.push(encodedBlock.subarray(start, start + partLength));
  }
  return { header: { total: parts.length, hash: merkleRoot(parts, hash) }, parts };
}

export function blockIdOf(block: Block, hash: Sha256 = sha256): BlockId {
  return {
    hash: headerHash(block.header, hash),
    partSetHeader: splitIntoParts(encodeBlock(block), hash).header,
  };
}
