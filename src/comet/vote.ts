// A validator's vote on a block, and the bytes that it signs.
import { type BlockId, encodeBlockId, isNoBlockId } from "./blockId.ts";
import { encodeTimestamp, type Timestamp } from "./timestamp.ts";
import { WireWriter } from "./wire.ts";

const voteTypeNumbers = { unknown: 0, prevote: 1, precommit: 2 } as const;

export interface Vote {
  readonly type: keyof typeof voteTypeNumbers;
  readonly height: number;
  readonly round: number;
  /** The block voted for; no block's name is a vote for nil. */
  readonly blockId: BlockId;
  readonly time: Timestamp;
}

/** CometBFT's canonical vote with its length before it. The chain's name keeps a vote from counting on another chain. */
export function voteSignBytes(chainId: string, vote: Vote): Uint8Array {
  const canonical = new WireWriter(256)
    .integer(1, voteTypeNumbers[vote.type])
    .fixedInteger(2, vote.height)
    .fixedInteger(3, vote.round);
  if (!isNoBlockId(vote.blockId)) canonical.embedded(4, encodeBlockId(vote.blockId));
  canonical.embedded(5, encodeTimestamp(vote.time)).text(6, chainId);
  return withLengthBefore(canonical.finish());
}

function withLengthBefore(message: Uint8Array): Uint8Array {
  // A field's tag of one byte, then length and content: the tag is cut off.
  return new WireWriter(256).embedded(1, message).finish().subarray(1);
}
