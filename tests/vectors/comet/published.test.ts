// CometBFT's own constants for header hashes, sign bytes and Merkle roots.
import { describe, expect, it } from "vitest";
import { z } from "zod";
import { noBlockId } from "#src/comet/blockId.ts";
import { headerHash } from "#src/comet/header.ts";
import { merkleRoot } from "#src/comet/merkle.ts";
import { absentTime } from "#src/comet/timestamp.ts";
import { voteSignBytes } from "#src/comet/vote.ts";
import { bytesToHex, hexToBytes } from "#src/crypto/hex.ts";
import { sha256 } from "#src/crypto/sha256.ts";
import vectors from "./published.json" with { type: "json" };

const hashOf = (text: string) => sha256(new TextEncoder().encode(text));
const voteTypeSchema = z.enum(["unknown", "prevote", "precommit"]);

describe("CometBFT's published constants", () => {
  it("agree on the hash of a header", () => {
    const { version, chainId, height, seconds, partsTotal, hash } = vectors.header;
    const header = {
      version,
      chainId,
      height,
      time: { seconds, nanos: 0 },
      lastBlockId: { hash: new Uint8Array(32), partSetHeader: { total: partsTotal, hash: new Uint8Array(32) } },
      lastCommitHash: hashOf("last_commit_hash"),
      dataHash: hashOf("data_hash"),
      validatorsHash: hashOf("validators_hash"),
      nextValidatorsHash: hashOf("next_validators_hash"),
      consensusHash: hashOf("consensus_hash"),
      appHash: hashOf("app_hash"),
      lastResultsHash: hashOf("last_results_hash"),
      evidenceHash: hashOf("evidence_hash"),
      proposerAddress: hashOf("proposer_address").slice(0, 20),
    };
    expect(bytesToHex(headerHash(header))).toBe(hash);
  });

  it.each(vectors.voteSignBytes)("agree on what a vote signs: $type on chain '$chainId' at $height", (vector) => {
    const { chainId, height, round, bytes } = vector;
    const type = voteTypeSchema.parse(vector.type);
    const signed = voteSignBytes(chainId, { type, height, round, blockId: noBlockId, time: absentTime });
    expect(bytesToHex(signed)).toBe(bytes);
  });

  it.each(vectors.merkle)("agree on the Merkle root of $name", ({ leaves, root }) => {
    expect(bytesToHex(merkleRoot(leaves.map(hexToBytes)))).toBe(root);
  });
});
