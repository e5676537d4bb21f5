// Headers, commits and validators as JSON, in the form of CometBFT's RPC, so that its tools can read them.
import { base64 } from "@scure/base";
import { bytesToHex } from "#src/crypto/hex.ts";
import type { BlockId } from "./blockId.ts";
import { blockIdFlagNumbers, type Commit, type CommitSignature } from "./commit.ts";
import type { Header } from "./header.ts";
import { absentTime, type Timestamp } from "./timestamp.ts";
import type { ValidatorSetMember } from "./validators.ts";

export function headerJson(header: Header) {
  const { block, app } = header.version;
  return {
    version: app === 0 ? { block: String(block) } : { block: String(block), app: String(app) },
    chain_id: header.chainId,
    height: String(header.height),
    time: timestampText(header.time),
    last_block_id: blockIdJson(header.lastBlockId),
    last_commit_hash: upperHex(header.lastCommitHash),
    data_hash: upperHex(header.dataHash),
    validators_hash: upperHex(header.validatorsHash),
    next_validators_hash: upperHex(header.nextValidatorsHash),
    consensus_hash: upperHex(header.consensusHash),
    app_hash: upperHex(header.appHash),
    last_results_hash: upperHex(header.lastResultsHash),
    evidence_hash: upperHex(header.evidenceHash),
    proposer_address: upperHex(header.proposerAddress),
  };
}

export function commitJson(commit: Commit) {
  return {
    height: String(commit.height),
    round: commit.round,
    block_id: blockIdJson(commit.blockId),
    signatures: commit.signatures.map(signatureJson),
  };
}

export function blockIdJson({ hash, partSetHeader }: BlockId) {
  return {
    hash: upperHex(hash),
    parts: { total: partSetHeader.total, hash: upperHex(partSetHeader.hash) },
  };
}

/** The proposer's priority changes every round and is no part of the set; CometBFT's readers only want it there. */
export function validatorJson({ address, publicKey, power }: ValidatorSetMember) {
  return {
    address: upperHex(address),
    pub_key: { type: "tendermint/PubKeyEd25519", value: base64.encode(publicKey) },
    voting_power: String(power),
    proposer_priority: "0",
  };
}

function signatureJson(signature: CommitSignature) {
  const block_id_flag = blockIdFlagNumbers[signature.flag];
  if (signature.flag === "absent") {
    return { block_id_flag, validator_address: "", timestamp: timestampText(absentTime), signature: null };
  }
  return {
    block_id_flag,
    validator_address: upperHex(signature.validatorAddress),
    timestamp: timestampText(signature.time),
    signature: base64.encode(signature.signature),
  };
}

/** RFC 3339 in UTC, with as many decimals as the time has. */
export function timestampText({ seconds, nanos }: Timestamp): string {
  const toTheSecond = new Date(seconds * 1_000).toISOString().slice(0, "2000-01-01T00:00:00".length);
  const decimals = nanos === 0 ? "" : `.${String(nanos).padStart(9, "0").replace(/0+$/, "")}`;
  return `${toTheSecond}${decimals}Z`;
}

function upperHex(bytes: Uint8Array): string {
  return bytesToHex(bytes).toUpperCase();
}
