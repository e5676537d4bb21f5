// The parts of a block: their lengths, their root, and the name they give.
import { describe, expect, it } from "vitest";
import { type Block, encodeBlock } from "#src/comet/block.ts";
import { noCommit } from "#src/comet/commit.ts";
import { headerHash } from "#src/comet/header.ts";
import { proveLeaf, verifyLeaf } from "#src/comet/merkle.ts";
import { blockIdOf, partLength, splitIntoParts } from "#src/comet/partSet.ts";
import { bytesToHex, concatBytes } from "#src/crypto/hex.ts";
import { nativeSha256 } from "#src/node/nativeCrypto.ts";
import { buildHeader } from "#tests/support/cometBlocks.ts";

function bytesOfLength(length: number): Uint8Array {
  return Uint8Array.from({ length }, (_, index) => index * 31);
}

describe("a part set", () => {
  it.each([
    { length: 1, lengths: [1] },
    { length: partLength - 1, lengths: [partLength - 1] },
    { length: partLength, lengths: [partLength] },
    { length: partLength + 1, lengths: [partLength, 1] },
    { length: 2 * partLength, lengths: [partLength, partLength] },
  ])("cuts $length bytes into parts of one length and a rest", ({ length, lengths }) => {
    const encoded = bytesOfLength(length);
    const { header, parts } = splitIntoParts(encoded);
    expect(parts.map((part) => part.length)).toEqual(lengths);
    expect(header.total).toBe(lengths.length);
    expect(Buffer.compare(concatBytes(...parts), encoded)).toBe(0);
  });

  it("proves each part under its root", () => {
    const { header, parts } = splitIntoParts(bytesOfLength(5 * partLength + 3), nativeSha256);
    for (const [index, part] of parts.entries()) {
      expect(verifyLeaf(proveLeaf(parts, index, nativeSha256), part, header.hash, nativeSha256)).toBe(true);
    }
  });
});

describe("a block's name", () => {
  it("is its header's hash and the root of its parts, under any hash that is passed in", () => {
    const block: Block = { header: buildHeader(), transactions: [bytesOfLength(200_000)], lastCommit: noCommit };
    const name = blockIdOf(block);
    expect(name.hash).toEqual(headerHash(block.header));
    expect(name.partSetHeader).toEqual(splitIntoParts(encodeBlock(block)).header);
    expect(bytesToHex(blockIdOf(block, nativeSha256).partSetHeader.hash)).toBe(bytesToHex(name.partSetHeader.hash));
  });
});
