// The names of blocks: equal only when every part is, and encoded as CometBFT does.
import types from "cosmjs-types/tendermint/types/types";
import { describe, expect, it } from "vitest";
import { blockIdsEqual, encodeBlockId, isNoBlockId, noBlockId } from "#src/comet/blockId.ts";
import { bytesToHex } from "#src/crypto/hex.ts";
import { buildBlockId } from "#tests/support/cometBlocks.ts";

describe("a block's name", () => {
  it("is equal to another only when hash, number of parts and their root are", () => {
    const name = buildBlockId();
    const other = buildBlockId("other");
    expect(blockIdsEqual(name, buildBlockId())).toBe(true);
    expect(blockIdsEqual(name, { ...name, hash: other.hash })).toBe(false);
    expect(blockIdsEqual(name, { ...name, partSetHeader: other.partSetHeader })).toBe(false);
    expect(blockIdsEqual(name, { ...name, partSetHeader: { ...name.partSetHeader, total: 4 } })).toBe(false);
  });

  it("is no block's name only when all of it is empty", () => {
    expect(isNoBlockId(noBlockId)).toBe(true);
    expect(isNoBlockId({ ...noBlockId, hash: Uint8Array.of(0) })).toBe(false);
    expect(isNoBlockId({ ...noBlockId, partSetHeader: { total: 1, hash: new Uint8Array(0) } })).toBe(false);
  });

  it("is encoded as by another implementation", () => {
    for (const name of [buildBlockId(), noBlockId]) {
      expect(bytesToHex(encodeBlockId(name))).toBe(bytesToHex(types.BlockID.encode(name).finish()));
    }
  });
});
