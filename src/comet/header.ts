// The header of a block and its hash, to which validators sign and light clients hold.
import { assert } from "#src/core/assert.ts";
import { type Sha256, sha256 } from "#src/crypto/sha256.ts";
import { type BlockId, encodeBlockId } from "./blockId.ts";
import { merkleRoot } from "./merkle.ts";
import { encodeTimestamp, type Timestamp } from "./timestamp.ts";
import { WireWriter } from "./wire.ts";

/** The version of CometBFT's block form that this folder writes. */
export const blockProtocol = 11;

export interface HeaderVersion {
  readonly block: number;
  readonly app: number;
}

export interface Header {
  readonly version: HeaderVersion;
  readonly chainId: string;
  readonly height: number;
  readonly time: Timestamp;
  readonly lastBlockId: BlockId;
  readonly lastCommitHash: Uint8Array;
  readonly dataHash: Uint8Array;
  readonly validatorsHash: Uint8Array;
  readonly nextValidatorsHash: Uint8Array;
  readonly consensusHash: Uint8Array;
  /** The state root after the block before this one. */
  readonly appHash: Uint8Array;
  /** The results of the block before this one. */
  readonly lastResultsHash: Uint8Array;
  readonly evidenceHash: Uint8Array;
  readonly proposerAddress: Uint8Array;
}

/** A Merkle root over the fields, so that one field can be proved alone. */
export function headerHash(header: Header, hash: Sha256 = sha256): Uint8Array {
  return merkleRoot(headerLeaves(header), hash);
}

/** The leaves under a header's hash, in the order of its fields; the state root is the leaf at `appHashLeafIndex`. */
export function headerLeaves(header: Header): Uint8Array[] {
  assert(header.validatorsHash.length > 0, "a header without validators has no hash");
  return [
    encodeVersion(header.version),
    new WireWriter().text(1, header.chainId).finish(),
    new WireWriter().integer(1, header.height).finish(),
    encodeTimestamp(header.time),
    encodeBlockId(header.lastBlockId),
    wrapBytes(header.lastCommitHash),
    wrapBytes(header.dataHash),
    wrapBytes(header.validatorsHash),
    wrapBytes(header.nextValidatorsHash),
    wrapBytes(header.consensusHash),
    wrapBytes(header.appHash),
    wrapBytes(header.lastResultsHash),
    wrapBytes(header.evidenceHash),
    wrapBytes(header.proposerAddress),
  ];
}

export const appHashLeafIndex = 10;

export function encodeHeader(header: Header): Uint8Array {
  return new WireWriter(512)
    .embedded(1, encodeVersion(header.version))
    .text(2, header.chainId)
    .integer(3, header.height)
    .embedded(4, encodeTimestamp(header.time))
    .embedded(5, encodeBlockId(header.lastBlockId))
    .bytes(6, header.lastCommitHash)
    .bytes(7, header.dataHash)
    .bytes(8, header.validatorsHash)
    .bytes(9, header.nextValidatorsHash)
    .bytes(10, header.consensusHash)
    .bytes(11, header.appHash)
    .bytes(12, header.lastResultsHash)
    .bytes(13, header.evidenceHash)
    .bytes(14, header.proposerAddress)
    .finish();
}

function encodeVersion({ block, app }: HeaderVersion): Uint8Array {
  return new WireWriter().integer(1, block).integer(2, app).finish();
}

function wrapBytes(value: Uint8Array): Uint8Array {
  return new WireWriter().bytes(1, value).finish();
}
