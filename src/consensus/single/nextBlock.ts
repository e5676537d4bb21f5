// Forms the next block of a single validator, every header field filled as CometBFT would fill it.
import { type Block, dataHash, noEvidenceHash } from "#src/comet/block.ts";
import { noBlockId } from "#src/comet/blockId.ts";
import { type Commit, commitHash, noCommit, signCommit } from "#src/comet/commit.ts";
import { consensusHash } from "#src/comet/consensusParams.ts";
import { blockProtocol, type Header } from "#src/comet/header.ts";
import { blockIdOf } from "#src/comet/partSet.ts";
import { resultsHash } from "#src/comet/results.ts";
import { timestampOfMs } from "#src/comet/timestamp.ts";
import { validatorAddress, validatorSetHash } from "#src/comet/validators.ts";
import { applicationVersion } from "#src/consensus/results.ts";
import { limits } from "#src/core/limits.ts";
import type { Sha256 } from "#src/crypto/sha256.ts";
import type { SingleValidator } from "./blockInput.ts";

/** What the header of the next block takes from the block before; block 0 is genesis and has no header. */
export interface Previous {
  readonly height: number;
  readonly timeMs: number;
  readonly root: Uint8Array;
  readonly resultsHash: Uint8Array;
  readonly commit: Commit;
}

/** What precedes the first block: the state that genesis made. */
export function afterGenesis(timeMs: number, root: Uint8Array, hash: Sha256): Previous {
  return { height: 0, timeMs, root, resultsHash: resultsHash([], hash), commit: noCommit };
}

/** The block and the one signature that makes it final. Time is the proposer's clock, never before the block before. */
export function formBlock(
  { chainId, validators, signer, hash }: SingleValidator,
  previous: Previous,
  timeMs: number,
  transactions: readonly Uint8Array[],
): { readonly block: Block; readonly commit: Commit } {
  const validatorsHash = validatorSetHash(validators, hash);
  const time = timestampOfMs(timeMs);
  const header: Header = {
    version: { block: blockProtocol, app: applicationVersion },
    chainId,
    height: previous.height + 1,
    time,
    lastBlockId: previous.height === 0 ? noBlockId : previous.commit.blockId,
    lastCommitHash: commitHash(previous.commit, hash),
    dataHash: dataHash(transactions, hash),
    validatorsHash,
    nextValidatorsHash: validatorsHash,
    consensusHash: consensusHash({ blockBytesMax: limits.blockBytesMax, blockGasMax: limits.blockWorkMax }, hash),
    appHash: previous.root,
    lastResultsHash: previous.resultsHash,
    evidenceHash: noEvidenceHash(hash),
    proposerAddress: validatorAddress(signer.publicKey, hash),
  };
  const block = { header, transactions, lastCommit: previous.commit };
  const blockId = blockIdOf(block, hash);
  const commit = signCommit({ chainId, height: header.height, round: 0, blockId, time, validators, signers: [signer] });
  return { block, commit };
}
