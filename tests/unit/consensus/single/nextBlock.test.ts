// The chain of headers that the single engine makes: a light client of CometBFT could follow it.
import { beforeAll, describe, expect, it } from "vitest";
import { dataHash } from "#src/comet/block.ts";
import { isNoBlockId } from "#src/comet/blockId.ts";
import { commitHash, noCommit, type SignedHeader } from "#src/comet/commit.ts";
import { headerHash } from "#src/comet/header.ts";
import { blockIdOf } from "#src/comet/partSet.ts";
import { resultsHash } from "#src/comet/results.ts";
import { validatorSetHash } from "#src/comet/validators.ts";
import { verifyCommit } from "#src/comet/verifyCommit.ts";
import type { BlockRecord } from "#src/consensus/records.ts";
import { applicationVersion, hashOfResults } from "#src/consensus/results.ts";
import type { SingleValidator } from "#src/consensus/single/blockInput.ts";
import { afterGenesis, formBlock } from "#src/consensus/single/nextBlock.ts";
import { present } from "#src/core/assert.ts";
import { sha256 } from "#src/crypto/sha256.ts";
import { chainGenesisTimeMs, chainOn, memoryLedger } from "#tests/support/chains.ts";

let validator: SingleValidator;
let genesisRoot: Uint8Array;
let records: readonly (SignedHeader & Pick<BlockRecord, "root" | "resultsHash" | "transactions">)[];
/** The results of each block, as codes, data and work. */
let hashes: Uint8Array[];

beforeAll(async () => {
  const ledger = await memoryLedger();
  genesisRoot = present(ledger.store.head, "a chain that began").root;
  let clockMs = chainGenesisTimeMs;
  const chain = chainOn(ledger, { nowMs: () => (clockMs += 250) });
  validator = chain.validator;
  for (let count = 0; count < 6; count += 1) {
    // Some blocks have several transactions, one of them refused, and some have one.
    for (let paid = 0; paid <= count % 3; paid += 1)
      chain.pay({ from: "alice", to: "bob", amount: 10n ** BigInt(paid * 4) });
    await chain.decide();
  }
  records = chain.decided.map(({ record }) => {
    const { root, resultsHash, transactions } = record;
    return { ...present(record.signed, "a signed header"), root, resultsHash, transactions };
  });
  hashes = chain.decided.map(({ results }) => hashOfResults(results.results, sha256));
});

describe("each header", () => {
  it("is for one network, height by height, later and later", () => {
    expect(records.length).toBeGreaterThanOrEqual(6);
    for (const [index, { header }] of records.entries()) {
      expect(header).toMatchObject({
        chainId: validator.chainId,
        height: index + 1,
        version: { block: 11, app: applicationVersion },
      });
      const before = records[index - 1]?.header.time.seconds ?? 0;
      expect(header.time.seconds).toBeGreaterThanOrEqual(before);
    }
  });

  it("carries the root after the block before, the first one that of genesis", () => {
    expect(records[0]?.header.appHash).toEqual(genesisRoot);
    for (const [index, { root }] of records.slice(0, -1).entries()) {
      expect(records[index + 1]?.header.appHash).toEqual(root);
    }
  });

  it("carries the hash of the results before, the first one that of none", () => {
    expect(records[0]?.header.lastResultsHash).toEqual(resultsHash([], sha256));
    for (const [index, hash] of hashes.slice(0, -1).entries()) {
      expect(records[index]?.resultsHash).toEqual(hash);
      expect(records[index + 1]?.header.lastResultsHash).toEqual(hash);
    }
  });

  it("names the block before and its commit, the first one none", () => {
    const [first] = records;
    expect(first && isNoBlockId(first.header.lastBlockId)).toBe(true);
    expect(first?.header.lastCommitHash).toEqual(commitHash(noCommit));
    for (const [index, { commit }] of records.slice(0, -1).entries()) {
      expect(records[index + 1]?.header.lastBlockId).toEqual(commit.blockId);
      expect(records[index + 1]?.header.lastCommitHash).toEqual(commitHash(commit));
    }
  });

  it("names its transactions and its one validator", () => {
    for (const { header, transactions } of records) {
      expect(header.dataHash).toEqual(dataHash(transactions));
      expect(header.validatorsHash).toEqual(validatorSetHash(validator.validators));
      expect(header.nextValidatorsHash).toEqual(header.validatorsHash);
      expect(header.proposerAddress).toEqual(validator.validators.members[0]?.address);
    }
  });
});

describe("each commit", () => {
  it("makes its block final, whose whole contents it names", () => {
    for (const [index, { header, commit, transactions }] of records.entries()) {
      const lastCommit = records[index - 1]?.commit ?? noCommit;
      expect(commit.blockId).toEqual(blockIdOf({ header, transactions, lastCommit }));
      expect(commit.blockId.hash).toEqual(headerHash(header));
      const { chainId, validators } = validator;
      const verdict = verifyCommit(commit, { chainId, height: header.height, blockId: commit.blockId, validators });
      expect(verdict).toEqual({ final: true, signedPower: 10n });
    }
  });

  it("is for no other network, height or block", () => {
    const { commit, header } = present(records[1], "a second block");
    const other = present(records[2], "a third block").commit.blockId;
    const { chainId, validators } = validator;
    const right = { chainId, height: header.height, blockId: commit.blockId, validators };
    for (const wrong of [{ chainId: `${chainId}0` }, { height: header.height + 1 }, { blockId: other }]) {
      expect(verifyCommit(commit, { ...right, ...wrong }).final).toBe(false);
    }
  });
});

it("forms the same block from the same past, so that nothing but time comes from outside", () => {
  const past = afterGenesis(chainGenesisTimeMs, genesisRoot, sha256);
  const transactions = [new Uint8Array([1, 2, 3])];
  const form = (timeMs: number) => formBlock(validator, past, timeMs, transactions);
  expect(form(chainGenesisTimeMs + 5)).toEqual(form(chainGenesisTimeMs + 5));
  expect(form(chainGenesisTimeMs + 6).commit.blockId).not.toEqual(form(chainGenesisTimeMs + 5).commit.blockId);
});
