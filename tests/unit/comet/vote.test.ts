// What a vote signs: every part of it, and the chain.
import { describe, expect, it } from "vitest";
import { noBlockId } from "#src/comet/blockId.ts";
import { type Vote, voteSignBytes } from "#src/comet/vote.ts";
import { bytesToHex } from "#src/crypto/hex.ts";
import { buildBlockId } from "#tests/support/cometBlocks.ts";

const vote: Vote = {
  type: "precommit",
  height: 7,
  round: 1,
  blockId: buildBlockId(),
  time: { seconds: 1_700_000_000, nanos: 5 },
};

describe("the bytes that a vote signs", () => {
  it("change with every part of the vote and with the chain", () => {
    const changes: Partial<Vote>[] = [
      {},
      { type: "prevote" },
      { height: 8 },
      { round: 2 },
      { blockId: buildBlockId("other") },
      { blockId: noBlockId },
      { time: { seconds: 1_700_000_000, nanos: 6 } },
    ];
    const signed = changes.map((change) => bytesToHex(voteSignBytes("chain", { ...vote, ...change })));
    signed.push(bytesToHex(voteSignBytes("another chain", vote)));
    expect(new Set(signed).size).toBe(changes.length + 1);
  });

  it("begin with their length, also when it takes two bytes", () => {
    const short = voteSignBytes("chain", { ...vote, blockId: noBlockId });
    expect(short[0]).toBe(short.length - 1);
    const long = voteSignBytes("a chain whose name is rather long", vote);
    expect((long[0] ?? 0) - 128 + (long[1] ?? 0) * 128).toBe(long.length - 2);
  });
});
