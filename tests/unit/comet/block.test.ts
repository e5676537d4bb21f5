// Whole blocks: their encoding, and the hashes of their bodies.
import blocks from "cosmjs-types/tendermint/types/block";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type Block, dataHash, encodeBlock, noEvidenceHash } from "#src/comet/block.ts";
import { encodeCommit, noCommit, signCommit } from "#src/comet/commit.ts";
import { encodeHeader } from "#src/comet/header.ts";
import { merkleRoot } from "#src/comet/merkle.ts";
import { validatorSet } from "#src/comet/validators.ts";
import { bytesToHex } from "#src/crypto/hex.ts";
import { sha256 } from "#src/crypto/sha256.ts";
import { nativeSha256 } from "#src/node/nativeCrypto.ts";
import { buildBlockId, buildHeader, buildSigners } from "#tests/support/cometBlocks.ts";

const signers = buildSigners(2);
const lastCommit = signCommit({
  chainId: "chain",
  height: 1,
  round: 0,
  blockId: buildBlockId(),
  time: { seconds: 1_700_000_000, nanos: 0 },
  validators: validatorSet(signers.map(({ publicKey }) => ({ publicKey, power: 1n }))),
  signers,
});

const transactionsArbitrary = fc.array(fc.uint8Array({ maxLength: 300 }), { maxLength: 20 });

describe("an encoded block", () => {
  it("holds header, transactions, no evidence and the last commit, as another implementation reads them", () => {
    fc.assert(
      fc.property(transactionsArbitrary, fc.constantFrom(lastCommit, noCommit), (transactions, commit) => {
        const block: Block = { header: buildHeader(), transactions, lastCommit: commit };
        const encoded = encodeBlock(block);
        const read = blocks.Block.decode(encoded);
        expect(read.data.txs.map(bytesToHex)).toEqual(transactions.map(bytesToHex));
        expect(read.evidence.evidence).toEqual([]);
        expect(read.header.height).toBe(BigInt(block.header.height));
        expect(read.lastCommit?.signatures.length).toBe(commit.signatures.length);
        expect(bytesToHex(blocks.Block.encode(read).finish())).toBe(bytesToHex(encoded));
      }),
      { numRuns: 40 },
    );
  });

  it("contains its header and commit as they are encoded alone", () => {
    const block: Block = { header: buildHeader(), transactions: [], lastCommit };
    const encoded = bytesToHex(encodeBlock(block));
    expect(encoded).toContain(bytesToHex(encodeHeader(block.header)));
    expect(encoded).toContain(bytesToHex(encodeCommit(lastCommit)));
  });
});

describe("the hashes of a body", () => {
  it("are over the hashes of the transactions, under any hash that is passed in", () => {
    fc.assert(
      fc.property(transactionsArbitrary, (transactions) => {
        const hash = dataHash(transactions);
        expect(hash).toEqual(merkleRoot(transactions.map((transaction) => sha256(transaction))));
        expect(bytesToHex(dataHash(transactions, nativeSha256))).toBe(bytesToHex(hash));
      }),
    );
  });

  it("are those of nothing for no evidence", () => {
    expect(noEvidenceHash()).toEqual(sha256());
  });
});
