// A header's hash covers each field, and any one field can be proved under it.
import types from "cosmjs-types/tendermint/types/types";
import { describe, expect, it } from "vitest";
import { noBlockId } from "#src/comet/blockId.ts";
import { appHashLeafIndex, encodeHeader, type Header, headerHash, headerLeaves } from "#src/comet/header.ts";
import { proveLeaf, verifyLeaf } from "#src/comet/merkle.ts";
import { WireWriter } from "#src/comet/wire.ts";
import { Fault } from "#src/core/assert.ts";
import { bytesToHex } from "#src/crypto/hex.ts";
import { nativeSha256 } from "#src/node/nativeCrypto.ts";
import { buildBlockId, buildHeader, hashOfText } from "#tests/support/cometBlocks.ts";

const header = buildHeader();
const other = hashOfText("other");

const changes: Partial<Header>[] = [
  { version: { block: 12, app: 2 } },
  { version: { block: 11, app: 3 } },
  { chainId: "kedge-other" },
  { height: 5_000_000_001 },
  { time: { seconds: 1_700_000_000, nanos: 123_000_001 } },
  { lastBlockId: buildBlockId("other") },
  { lastCommitHash: other },
  { dataHash: other },
  { validatorsHash: other },
  { nextValidatorsHash: other },
  { consensusHash: other },
  { appHash: other },
  { lastResultsHash: other },
  { evidenceHash: other },
  { proposerAddress: other.slice(0, 20) },
];

describe("a header's hash", () => {
  it("changes with every field", () => {
    const hashes = [header, ...changes.map((change) => buildHeader(change))].map((each) =>
      bytesToHex(headerHash(each)),
    );
    expect(new Set(hashes).size).toBe(changes.length + 1);
  });

  it("is the same under a hash that is passed in", () => {
    expect(bytesToHex(headerHash(header, nativeSha256))).toBe(bytesToHex(headerHash(header)));
  });

  it("proves the state root", () => {
    const leaf = new WireWriter().bytes(1, header.appHash).finish();
    expect(verifyLeaf(proveLeaf(headerLeaves(header), appHashLeafIndex), leaf, headerHash(header))).toBe(true);
  });

  it("is not given to a header without validators", () => {
    expect(() => headerHash(buildHeader({ validatorsHash: new Uint8Array(0) }))).toThrow(Fault);
  });
});

describe("an encoded header", () => {
  it("reads back in another implementation, the first block's too", () => {
    for (const each of [header, buildHeader({ height: 1, lastBlockId: noBlockId, version: { block: 11, app: 0 } })]) {
      const theirs = types.Header.encode({
        ...each,
        version: { block: BigInt(each.version.block), app: BigInt(each.version.app) },
        height: BigInt(each.height),
        time: { seconds: BigInt(each.time.seconds), nanos: each.time.nanos },
      }).finish();
      expect(bytesToHex(encodeHeader(each))).toBe(bytesToHex(theirs));
    }
  });
});
