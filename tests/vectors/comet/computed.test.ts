// What CometBFT itself computed for blocks, commits, validators and results, compared byte for byte with ours.
import { describe, expect, it } from "vitest";
import { type Block, dataHash, encodeBlock, noEvidenceHash } from "#src/comet/block.ts";
import { noBlockId } from "#src/comet/blockId.ts";
import { commitHash, commitSigner, encodeCommit } from "#src/comet/commit.ts";
import { consensusHash } from "#src/comet/consensusParams.ts";
import { headerHash } from "#src/comet/header.ts";
import { merkleRoot, proveLeaf } from "#src/comet/merkle.ts";
import { blockIdOf, splitIntoParts } from "#src/comet/partSet.ts";
import { resultsHash } from "#src/comet/results.ts";
import { commitJson, headerJson, validatorJson } from "#src/comet/rpcJson.ts";
import { parseCommitJson, parseHeaderJson } from "#src/comet/rpcJsonReader.ts";
import { type ValidatorSet, validatorSet, validatorSetHash } from "#src/comet/validators.ts";
import { verifyCommit } from "#src/comet/verifyCommit.ts";
import { voteSignBytes } from "#src/comet/vote.ts";
import { bytesToHex, hexToBytes } from "#src/crypto/hex.ts";
import { sha256 } from "#src/crypto/sha256.ts";
import vectors from "./cometbft-0.38.json" with { type: "json" };

const hashOf = (text: string) => sha256(new TextEncoder().encode(text));

const leaf = (index: number) => hashOf(`leaf-${index}`).slice(0, index % 33);

function transaction(block: number, position: number, length: number): Uint8Array {
  const seed = hashOf(`tx-${block}-${position}`);
  return Uint8Array.from({ length }, (_, index) => (seed[index % 32] ?? 0) + (index >> 5));
}

function firstValidators(count: number): ValidatorSet {
  return validatorSet(
    vectors.validators.members.slice(0, count).map(({ publicKey, power }) => ({
      publicKey: hexToBytes(publicKey),
      power: BigInt(power),
    })),
  );
}

const blocks = vectors.blocks.map((vector, index) => {
  const block: Block = {
    header: parseHeaderJson(vector.header),
    transactions: vector.transactionLengths.map((length, position) => transaction(index, position, length)),
    lastCommit: parseCommitJson({ ...vector.lastCommit, signatures: vector.lastCommit.signatures ?? [] }),
  };
  return { vector, block, commit: parseCommitJson(vector.commit) };
});

describe("CometBFT's Merkle trees", () => {
  it.each(vectors.merkle)("have our root and proof over $count leaves", ({ count, root, proof }) => {
    const leaves = Array.from({ length: count }, (_, index) => leaf(index));
    expect(bytesToHex(merkleRoot(leaves))).toBe(root);
    if (proof === undefined) return;
    const ours = proveLeaf(leaves, proof.index);
    expect(bytesToHex(ours.leafHash)).toBe(proof.leafHash);
    expect(ours.aunts.map(bytesToHex)).toEqual(proof.aunts);
  });
});

describe("CometBFT's validator sets", () => {
  it.each(vectors.validators.sets)("of $count have our order and hash", ({ count, hash, addresses }) => {
    const ours = firstValidators(count);
    expect(ours.members.map(({ address }) => bytesToHex(address))).toEqual(addresses);
    expect(bytesToHex(validatorSetHash(ours))).toBe(hash);
  });

  it("print a validator as we do", () => {
    expect(firstValidators(1).members.map(validatorJson)).toEqual([vectors.validators.first]);
  });
});

describe("CometBFT's hashes of parameters and results", () => {
  it("are ours for consensus parameters", () => {
    for (const { hash, ...params } of vectors.consensusParams) expect(bytesToHex(consensusHash(params))).toBe(hash);
  });

  it("are ours for results, with their texts left out", () => {
    for (const { results, hash } of vectors.results) {
      const ours = results.map((result) => ({ ...result, data: hexToBytes(result.data) }));
      expect(bytesToHex(resultsHash(ours))).toBe(hash);
    }
  });
});

describe.each(blocks)("CometBFT's block at height $block.header.height", ({ vector, block, commit }) => {
  it("has our hash, and its body our hashes", () => {
    expect(bytesToHex(headerHash(block.header))).toBe(vector.hash);
    expect(bytesToHex(dataHash(block.transactions))).toBe(vector.dataHash);
    expect(bytesToHex(block.header.dataHash)).toBe(vector.dataHash);
    expect(bytesToHex(block.header.evidenceHash)).toBe(bytesToHex(noEvidenceHash()));
    expect(bytesToHex(block.header.lastCommitHash)).toBe(bytesToHex(commitHash(block.lastCommit)));
  });

  it("is encoded and split as by us", () => {
    const encoded = encodeBlock(block);
    expect(encoded.length).toBe(vector.encodedLength);
    expect(bytesToHex(sha256(encoded))).toBe(vector.encodedSha256);
    const { header } = splitIntoParts(encoded);
    expect(header.total).toBe(vector.partsTotal);
    expect(bytesToHex(header.hash)).toBe(vector.partsHash);
    expect(blockIdOf(block)).toEqual(commit.blockId);
  });

  it("prints as by us", () => {
    expect(headerJson(block.header)).toEqual(vector.header);
    expect(commitJson(commit)).toEqual(vector.commit);
  });

  it("has a commit that we encode, hash and accept alike", () => {
    expect(bytesToHex(encodeCommit(commit))).toBe(vector.commitEncoded);
    expect(bytesToHex(commitHash(commit))).toBe(vector.commitHash);
    const expected = { chainId: vectors.chainId, height: commit.height, blockId: commit.blockId };
    const verdict = verifyCommit(commit, { ...expected, validators: firstValidators(5) });
    expect(verdict.final).toBe(vector.commitAccepted);
  });

  it("has signatures that our signers repeat", () => {
    const { height, round } = commit;
    const members = firstValidators(5).members;
    const signers = vectors.validators.members.map(({ secret }) => commitSigner(hashOf(secret)));
    for (const [index, signature] of commit.signatures.entries()) {
      if (signature.flag === "absent") continue;
      const blockId = signature.flag === "commit" ? commit.blockId : noBlockId;
      const message = voteSignBytes(vectors.chainId, {
        type: "precommit",
        height,
        round,
        blockId,
        time: signature.time,
      });
      expect(bytesToHex(message)).toBe(vector.signBytes[index]);
      const key = bytesToHex(members[index]?.publicKey ?? new Uint8Array(0));
      const signer = signers.find(({ publicKey }) => bytesToHex(publicKey) === key);
      expect(signer?.sign(message)).toEqual(signature.signature);
    }
  });
});
